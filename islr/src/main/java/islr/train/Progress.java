package islr.train;

/// Who watches: called by the trainer as work goes on, and asked whether it should.
public interface Progress {
    /// Something of `total` parts begins, measured in `unit`.
    void begin(String what, int total, String unit);

    /// `done` parts in all are done; `state` is a few words on how it goes, or empty.
    void at(int done, String state);

    /// It is done.
    void end();

    /// A line for whoever reads along.
    void say(String line);

    /// Whether the work should end early, with what there is. Asked after every clip that was read and after every step.
    default boolean isStopWanted() {
        return false;
    }

    /// Nobody watches.
    Progress NONE = new Progress() {
        @Override
        public void begin(String what, int total, String unit) {}

        @Override
        public void at(int done, String state) {}

        @Override
        public void end() {}

        @Override
        public void say(String line) {}
    };
}
