package islr.train;

import islr.dataset.Progress;

/// Wants a trainer to stop when it asks for the n-th time: it asks after every step, and before every batch of held-out
/// clips.
final class StopAfter implements Progress {
    private final int times;
    private int asked;

    StopAfter(int times) {
        this.times = times;
    }

    int asked() {
        return asked;
    }

    @Override
    public boolean isStopWanted() {
        return ++asked == times;
    }
}
