package io.forkyard.queue;

/**
 * A queue as it stands.
 *
 * @param maxsize most items in it, the lent ones included; 0 is no bound
 * @param qsize items that the next gets find
 * @param lent items that are lent
 * @param dead letters: items that were lent too often
 * @param unfinished puts without a task-done
 * @param bytes of all its items
 * @param getters callers that are blocked in get
 * @param putters callers that are blocked in put
 */
public record QueueStatus(
    String name,
    int maxsize,
    int maxDeliveries,
    boolean closed,
    int qsize,
    int lent,
    int dead,
    long unfinished,
    long bytes,
    int getters,
    int putters) {

  /** Whether a get would find nothing. */
  public boolean empty() {
    return qsize == 0;
  }

  /** Whether a put would find no room. */
  public boolean full() {
    return maxsize > 0 && qsize + lent >= maxsize;
  }

  QueueStatus with(int getters, int putters) {
    return new QueueStatus(
        name,
        maxsize,
        maxDeliveries,
        closed,
        qsize,
        lent,
        dead,
        unfinished,
        bytes,
        getters,
        putters);
  }
}
