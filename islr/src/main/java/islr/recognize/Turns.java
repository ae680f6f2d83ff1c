package islr.recognize;

import java.util.concurrent.Semaphore;

/// Lets a few calls work at a time and the others wait, so that memory does not grow with the number of callers.
///
/// A thread has one turn, however deep its calls are nested: a call within a call never waits for itself. Waiting is
/// not ended by an interrupt, which stays set; it lasts no longer than the calls before it.
final class Turns {
    private final Semaphore free;
    private final ThreadLocal<Call> calls = new ThreadLocal<>();

    Turns(int atATime) {
        free = new Semaphore(atATime);
    }

    /// The outermost call of a thread. It has no turn before it asks for it.
    final class Call implements AutoCloseable {
        private int depth = 1;
        private boolean hasTurn;

        /// Waits for the turn, which then lasts until the call is closed.
        void await() {
            if (!hasTurn) {
                free.acquireUninterruptibly();
                hasTurn = true;
            }
        }

        @Override
        public void close() {
            if (--depth > 0) {
                return;
            }
            calls.remove();
            if (hasTurn) {
                free.release();
            }
        }
    }

    /// Begins a call, or a part of the one that this thread is in.
    Call begin() {
        Call call = calls.get();
        if (call == null) {
            call = new Call();
            calls.set(call);
        } else {
            call.depth++;
        }
        return call;
    }

    /// Waits for the turn of the call that this thread is in, if it is in one.
    void awaitWithinCall() {
        Call call = calls.get();
        if (call != null) {
            call.await();
        }
    }
}
