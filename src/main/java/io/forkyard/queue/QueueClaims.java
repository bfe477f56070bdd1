package io.forkyard.queue;

import io.forkyard.line.Claims;
import io.forkyard.queue.Exchange.Put;
import io.forkyard.queue.Exchange.Wish;
import io.forkyard.queue.QueueWaiter.Getter;
import io.forkyard.queue.QueueWaiter.Putter;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** Who is part of an exchange, in their order. */
record QueueClaims(List<Putter> putters, List<Getter> getters)
    implements Claims<QueueWaiter<?>, QueueClaims> {

  @Override
  public List<QueueWaiter<?>> all() {
    return Stream.<QueueWaiter<?>>concat(putters.stream(), getters.stream()).toList();
  }

  @Override
  public QueueClaims without(Collection<QueueWaiter<?>> gone) {
    return gone.isEmpty()
        ? this
        : new QueueClaims(
            putters.stream().filter(putter -> !gone.contains(putter)).toList(),
            getters.stream().filter(getter -> !gone.contains(getter)).toList());
  }

  List<Put> puts() {
    return putters.stream().map(putter -> putter.put).toList();
  }

  List<Wish> wishes() {
    return getters.stream().map(getter -> getter.wish).toList();
  }
}
