package io.forkyard.process;

/** Hears of the items of one chunk. */
public interface ItemListener {

  /** Hears nothing, for tasks that have no items. */
  ItemListener NONE =
      new ItemListener() {
        @Override
        public void item(Ending ending) {}

        @Override
        public void died() {}
      };

  /**
   * The end of the next item, in order; on the child's reader, which may be kept waiting until the
   * child has {@link #died()}.
   */
  void item(Ending ending);

  /** The child has died; what it had said before may still be heard. Returns at once. */
  void died();
}
