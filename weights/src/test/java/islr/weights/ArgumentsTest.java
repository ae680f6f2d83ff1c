package islr.weights;

import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import islr.tensor.Nulls;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tensor.kernel.NarrowType;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a caller in Java may get wrong is told in the words of what was called.
class ArgumentsTest {
    /// But for the exception: what it is made of is ours.
    private static final List<Class<?>> CLASSES = Nulls.publicClasses(Checkpoint.class).stream()
            .filter(type -> type != WeightsException.class).toList();

    @TempDir
    private Path folder;

    private static Map<Class<?>, Object> samples(SafetensorsFile open, FileChannel channel, Path file,
            Checkpoint checkpoint) throws IOException {
        NameMap.Rule rule = NameMap.keep("x");
        Map<Class<?>, Object> samples = new HashMap<>();
        samples.put(String.class, "x");
        samples.put(int.class, 1);
        samples.put(long.class, 1L);
        samples.put(byte[].class, Files.readAllBytes(file));
        samples.put(ByteBuffer.class, ByteBuffer.allocate(0));
        samples.put(Path.class, file);
        samples.put(FileChannel.class, channel);
        samples.put(Map.class, Map.of());
        samples.put(List.class, List.of());
        samples.put(MemorySegment.class, MemorySegment.ofArray(new byte[8]));
        samples.put(TensorInfo.class, new TensorInfo("x", DType.F32, Shape.of(2)));
        samples.put(Shape.class, Shape.of(2));
        samples.put(DType.class, DType.F32);
        samples.put(NarrowType.class, NarrowType.INT8);
        samples.put(Set.class, Set.of());
        samples.put(Checkpoint.class, checkpoint);
        samples.put(AtomicFile.Content.class, (AtomicFile.Content) out -> {});
        samples.put(NameMap.Unmatched.class, NameMap.Unmatched.REFUSE);
        samples.put(NameMap.Change.class, NameMap.Change.SAME);
        samples.put(NameMap.Rule.class, rule);
        samples.put(String[].class, new String[] {"name"});
        samples.put(NameMap.Rule[].class, new NameMap.Rule[] {rule});
        samples.put(LoadReport.Difference.class, LoadReport.Difference.UNUSED);
        samples.put(LoadReport.Difference[].class, new LoadReport.Difference[] {LoadReport.Difference.UNUSED});
        // What methods are called on.
        samples.put(SafetensorsFile.class, open);
        samples.put(NameMap.class, NameMap.of(NameMap.Unmatched.KEEP, rule));
        samples.put(LoadReport.class, LoadReport.compare(Map.of(), checkpoint));
        return samples;
    }

    @Test
    void nullIsToldByTheNameOfTheParameter() throws Exception {
        Path file = folder.resolve("some.safetensors");
        Checkpoint checkpoint = new Checkpoint(Map.of("x", Tensor.of(Shape.of(2), 3, 4)), Map.of("key", "text"));
        Safetensors.write(file, checkpoint);
        try (SafetensorsFile open = SafetensorsFile.open(file); FileChannel channel = FileChannel.open(file)) {
            Nulls.with(samples(open, channel, file, checkpoint)).areToldByName(CLASSES, 40);
        }
    }

    @Test
    void aCheckpointHoldsNoNull() {
        Map<String, Tensor> tensors = new HashMap<>();
        tensors.put("layer.weight", null);
        assertThatNullPointerException().isThrownBy(() -> new Checkpoint(tensors, Map.of()))
                .withMessage("checkpoint: the tensor 'layer.weight' is null");
        Map<String, String> texts = new HashMap<>();
        texts.put("preset", null);
        assertThatNullPointerException().isThrownBy(() -> new Checkpoint(Map.of(), texts))
                .withMessage("checkpoint: a name or a text is null");
    }
}
