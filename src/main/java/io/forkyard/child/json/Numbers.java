package io.forkyard.child.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Numbers to the numeric types, never out of range and never cut. */
public final class Numbers {

  private Numbers() {}

  static boolean covers(Class<?> type) {
    return type.isPrimitive() && type != boolean.class && type != char.class && type != void.class
        || type == Integer.class
        || type == Long.class
        || type == Double.class
        || type == Float.class
        || type == Short.class
        || type == Byte.class
        || type == BigInteger.class
        || type == BigDecimal.class
        || type == Number.class;
  }

  static Object read(@Nullable Object json, Class<?> type, Place place) {
    if (!(json instanceof Number)) {
      throw place.mismatch(type.getName(), json);
    }
    Number number = (Number) json;
    if (type == double.class || type == Double.class) {
      return finite(number.doubleValue(), number, type, place);
    } else if (type == float.class || type == Float.class) {
      return (float) finite(number.floatValue(), number, type, place);
    } else if (type == BigDecimal.class) {
      return new BigDecimal(number.toString());
    }
    return type == Number.class ? natural(number) : whole(number, type, place);
  }

  /**
   * The type that Java code would expect for a number of no declared type: Integer if it fits, else
   * Long, else BigInteger; a fraction is a Double unless that would print as another number.
   */
  public static Number natural(Number number) {
    if (number instanceof Long && number.longValue() == number.intValue()) {
      return number.intValue();
    } else if (number instanceof BigDecimal && exact((BigDecimal) number)) {
      return number.doubleValue();
    }
    return number;
  }

  private static Object whole(Number number, Class<?> type, Place place) {
    if (type == BigInteger.class && number instanceof BigInteger) {
      return number;
    } else if (!(number instanceof Long || number instanceof BigInteger)) {
      throw place.mismatch(type.getName(), number);
    } else if (type == BigInteger.class) {
      return BigInteger.valueOf(number.longValue());
    } else if (type == int.class || type == Integer.class) {
      return (int) within(Integer.MIN_VALUE, Integer.MAX_VALUE, number, type, place);
    } else if (type == short.class || type == Short.class) {
      return (short) within(Short.MIN_VALUE, Short.MAX_VALUE, number, type, place);
    } else if (type == byte.class || type == Byte.class) {
      return (byte) within(Byte.MIN_VALUE, Byte.MAX_VALUE, number, type, place);
    }
    return within(Long.MIN_VALUE, Long.MAX_VALUE, number, type, place);
  }

  private static long within(long min, long max, Number number, Class<?> type, Place place) {
    if (number instanceof Long && number.longValue() >= min && number.longValue() <= max) {
      return number.longValue();
    }
    throw outOfRange(number, type, place);
  }

  private static double finite(double value, Number number, Class<?> type, Place place) {
    if (Double.isInfinite(value)) {
      throw outOfRange(number, type, place);
    }
    return value;
  }

  private static MismatchException outOfRange(Number number, Class<?> type, Place place) {
    return place.mismatch(type.getName() + " within its range", number);
  }

  private static boolean exact(BigDecimal number) {
    double value = number.doubleValue();
    return !Double.isInfinite(value)
        && new BigDecimal(Double.toString(value)).compareTo(number) == 0;
  }
}
