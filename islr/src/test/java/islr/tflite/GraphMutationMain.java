package islr.tflite;

import islr.tensor.Compute;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tflite.value.Value;
import islr.weights.WeightsException;
import islr.weights.hostile.Mutation;
import islr.weights.tflite.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Runs damaged graphs and stops at the first that is neither run nor refused in one sentence. Arguments: how many, the
/// seed, a folder to write to, the graphs.
final class GraphMutationMain {
    private static final TfliteGraph.Limits SMALL = new TfliteGraph.Limits(8 << 20, 1L << 30);
    private static final int LARGEST_INPUT = 1 << 20;

    private GraphMutationMain() {}

    public static void main(String[] args) throws IOException {
        List<byte[]> samples = new ArrayList<>();
        for (String file : Arrays.asList(args).subList(3, args.length)) {
            samples.add(Files.readAllBytes(Path.of(file)));
        }
        int count = Integer.parseInt(args[0]);
        Random random = new Random(Long.parseLong(args[1]));
        Path damaged = Path.of(args[2]).resolve("damaged.tflite");
        int opened = 0;
        int ran = 0;
        long slowest = 0;
        for (int i = 0; i < count; i++) {
            byte[] sample = samples.get(random.nextInt(samples.size()));
            byte[] bytes = random.nextBoolean() ? Mutation.of(sample, samples, random) : slight(sample, random);
            Files.deleteIfExists(damaged);
            Files.write(damaged, bytes);
            long start = System.nanoTime();
            try {
                TfliteGraph graph = TfliteGraph.open(damaged, SMALL);
                opened++;
                graph.run(Compute.cpu(), inputs(graph));
                ran++;
            } catch (WeightsException | TfliteException e) {
                if (e.getMessage().isBlank() || e.getMessage().contains("\n")) {
                    throw new IllegalStateException("not one sentence: " + e.getMessage(), e);
                }
            } catch (RuntimeException | Error e) {
                Path kept = Files.write(Path.of(System.getProperty("java.io.tmpdir")).resolve("damaged-graph.tflite"),
                        bytes);
                throw new IllegalStateException(kept + " (file " + i + ")", e);
            }
            slowest = Math.max(slowest, System.nanoTime() - start);
        }
        System.out.println(count + " graphs, " + opened + " opened, " + ran + " ran, the slowest took "
                + slowest / 1_000_000 + " ms");
    }

    /// One byte is another one: most such graphs can still be opened, and their operators meet what does not fit.
    private static byte[] slight(byte[] sample, Random random) {
        byte[] bytes = sample.clone();
        int at = random.nextInt(bytes.length);
        bytes[at] = (byte) (random.nextBoolean() ? random.nextInt(8) - 2 : random.nextInt());
        return bytes;
    }

    private static Value[] inputs(TfliteGraph graph) {
        Value[] inputs = new Value[graph.inputs().size()];
        long all = 0;
        for (int i = 0; i < inputs.length; i++) {
            TfliteGraph.Port port = graph.inputs().get(i);
            long numbers = 1;
            for (int size : port.shape()) {
                numbers = Math.min(numbers * (size < 0 ? 3 : Math.max(1, size)), LARGEST_INPUT + 1L);
            }
            all += numbers;
            if (all > LARGEST_INPUT) {
                throw new TfliteException("its inputs are large");
            }
            Shape shape = Shape.of(port.shape().stream().mapToInt(size -> size < 0 ? 3 : size).toArray());
            TensorType type = port.type();
            inputs[i] = type == TensorType.BOOL ? Value.of(shape, new boolean[shape.size()])
                    : Value.isWhole(type) ? Value.of(type, shape, new long[shape.size()])
                            : Value.of(Tensor.randn(new Random(i), shape.toArray())).as(type);
        }
        return inputs;
    }
}
