package islr.tflite.value;

import islr.tensor.Memory;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tensor.kernel.LargeArray;
import islr.weights.text.Counts;
import islr.weights.tflite.TensorType;
import java.util.ArrayList;
import java.util.List;

/// Where the results of a running graph are: what is not needed any more is used again.
///
/// Floats are parts of large tensors of another memory, the workspace of a recogniser; whole numbers and truth values
/// are arrays of an [ArrayPool]. A step of the graph asks for memory; at its end ([#sweep]) what nothing retains is
/// free again, among it all that the step needed only for itself.
public final class Buffers implements Memory {
    private static final int SMALLEST_CHUNK = 1 << 16;
    private static final float[] NOTHING = {};

    private final Memory beyond;
    private final ArrayPool pool;
    private final long most;
    private final List<Chunk> chunks = new ArrayList<>();
    /// What was asked for in the steps that are under way.
    private final List<Block> recent = new ArrayList<>();
    private long inUse;

    /// @param beyond gives large tensors
    /// @param first numbers of the first one; 0 if it is not known how many will be needed
    /// @param most numbers that may be in use at a time
    public Buffers(Memory beyond, ArrayPool pool, int first, long most) {
        this.beyond = beyond;
        this.pool = pool;
        this.most = most;
        if (first > 0) {
            chunks.add(new Chunk(beyond.allocate(Shape.of(first))));
        }
    }

    @Override
    public Tensor allocate(Shape shape) {
        return tensor(shape).floats();
    }

    /// Room for float32 numbers.
    public Value tensor(Shape shape) {
        int size = LargeArray.whole(shape.size());
        if (size == 0) {
            return Value.of(Tensor.of(shape, NOTHING));
        }
        count(size);
        int number = 0;
        int at = -1;
        while (number < chunks.size()) {
            at = chunks.get(number).take(size);
            if (at >= 0) {
                break;
            }
            number++;
        }
        if (at < 0) {
            int last = chunks.isEmpty() ? SMALLEST_CHUNK : chunks.getLast().all().size();
            requireRoom(chunkTotal() + size);
            long larger = Math.max(size, Math.min(Math.min(2L * last, 1 << 24), most - chunkTotal()));
            chunks.add(new Chunk(beyond.allocate(Shape.of((int) larger))));
            at = chunks.getLast().take(size);
        }
        Block block = new Block(this, number, at, size);
        recent.add(block);
        return Value.of(TensorType.FLOAT32, chunks.get(number).all().view(at, shape), block);
    }

    /// Room for whole numbers; the array may be longer than the shape says.
    public Value longs(TensorType type, Shape shape) {
        count(2L * ArrayPool.length(shape.size()));
        long[] array = pool.longs(shape.size());
        Block block = new Block(this, array);
        recent.add(block);
        return Value.of(type, shape, array, block);
    }

    /// Room for truth values; the array may be longer than the shape says.
    public Value flags(Shape shape) {
        count(ArrayPool.length(shape.size()) / 4);
        boolean[] array = pool.flags(shape.size());
        Block block = new Block(this, array);
        recent.add(block);
        return Value.of(shape, array, block);
    }

    /// The value of a tensor that was allocated here in this step.
    public Value of(Tensor tensor) {
        for (int i = recent.size() - 1; i >= 0; i--) {
            Block block = recent.get(i);
            if (block.chunk >= 0) {
                Tensor all = chunks.get(block.chunk).all();
                int at = tensor.offset() - all.offset() - block.from;
                if (all.array() == tensor.array() && at >= 0 && at < block.size) {
                    return Value.of(TensorType.FLOAT32, tensor, block);
                }
            }
        }
        return Value.of(tensor);
    }

    private void count(long numbers) {
        requireRoom(inUse + numbers);
        inUse += numbers;
    }

    /// Counts numbers that are kept beyond the run.
    ///
    /// @throws IllegalArgumentException if there is no room for them
    public void keep(long numbers) {
        count(numbers);
    }

    /// @throws IllegalArgumentException if so many numbers may not be in use at a time
    private void requireRoom(long numbers) {
        if (numbers > most) {
            throw new IllegalArgumentException("it needs at least " + Counts.bytes(Float.BYTES * numbers)
                    + " for results at a time, but may take " + Counts.bytes(Float.BYTES * most)
                    + ", half of Java's memory; start Java with a larger -Xmx");
        }
    }

    private long chunkTotal() {
        long sum = 0;
        for (Chunk chunk : chunks) {
            sum += chunk.all().size();
        }
        return sum;
    }

    /// Where a step begins, for [#sweep].
    public int mark() {
        return recent.size();
    }

    /// Ends a step: what it asked for and nothing retained is free again.
    public void sweep(int mark) {
        for (int i = recent.size() - 1; i >= mark; i--) {
            recent.remove(i).freeIfUnused();
        }
    }

    void recent(Block block) {
        recent.add(block);
    }

    void free(Block block) {
        if (block.chunk >= 0) {
            chunks.get(block.chunk).give(block.from, block.size);
            inUse -= block.size;
        } else if (block.array instanceof long[] numbers) {
            inUse -= 2L * numbers.length;
            pool.give(numbers);
        } else {
            boolean[] flags = (boolean[]) block.array;
            inUse -= flags.length / 4;
            pool.give(flags);
        }
    }

    /// How many floats of the chunks were needed at a time, with what gaps cost.
    public int chunkNumbers() {
        return (int) Math.min(chunkTotal(), 1 << 28);
    }
}
