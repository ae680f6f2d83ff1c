package islr.dataset;

/// Who watches: called by the trainer as work goes on, and asked whether it should. What is not overridden goes unseen.
public interface Progress {
    /// Something of `total` parts begins, measured in `unit`.
    default void begin(String what, int total, String unit) {}

    /// `done` parts in all are done; `state` is a few words on how it goes, or empty.
    default void at(int done, String state) {}

    /// It is done.
    default void end() {}

    /// A line for whoever reads along.
    default void say(String line) {}

    /// Whether the work should end early, with what there is. Asked after every clip that was read and after every
    /// step.
    default boolean isStopWanted() {
        return false;
    }

    /// Nobody watches.
    Progress NONE = new Progress() {};
}
