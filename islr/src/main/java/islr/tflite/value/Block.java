package islr.tflite.value;

/// A piece of memory and how many places still need it.
final class Block {
    private final Buffers owner;
    /// Which chunk of floats, and its part; −1 if it is an array of its own.
    final int chunk;
    final int from;
    final int size;
    /// A `long[]` or `boolean[]`, or null.
    final Object array;
    private int uses;
    private boolean free;

    Block(Buffers owner, int chunk, int from, int size) {
        this.owner = owner;
        this.chunk = chunk;
        this.from = from;
        this.size = size;
        this.array = null;
    }

    Block(Buffers owner, Object array) {
        this.owner = owner;
        this.chunk = -1;
        this.from = 0;
        this.size = 0;
        this.array = array;
    }

    void retain() {
        uses++;
    }

    void release() {
        uses--;
        freeIfUnused();
    }

    void handOver() {
        uses--;
        owner.recent(this);
    }

    void freeIfUnused() {
        if (uses <= 0 && !free) {
            free = true;
            owner.free(this);
        }
    }
}
