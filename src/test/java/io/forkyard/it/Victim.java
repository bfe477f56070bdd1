package io.forkyard.it;

import java.net.http.HttpHeaders;
import java.util.Random;

/** What many callers use while it is harmed. */
interface Victim extends AutoCloseable {

  /** A status, a body, and how many calls were made in vain before this answer came. */
  record Answer(int status, String body, HttpHeaders headers, int failures) {}

  /** Calls until there is an answer: the same request again, with the same key. */
  Answer call(String method, String path, String body, String key) throws InterruptedException;

  /** One that serves now. */
  RunningJar jar();

  /** How many answers its callers have got. */
  long answers();

  /** How many calls were in vain, so that what they did is not known. */
  int lost();

  /** Harms it, and returns when all of it serves again. */
  void harm(Random random) throws Exception;

  @Override
  void close() throws Exception;
}
