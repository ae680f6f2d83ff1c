package islr.weights.tflite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import islr.weights.Checkpoint;
import islr.weights.DType;
import islr.weights.Formats;
import islr.weights.WeightsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Graphs that the flatbuffers library wrote.
class TfliteTest {
    private static final int FLOAT32 = 0;
    private static final int FLOAT16 = 1;
    private static final int INT32 = 2;
    private static final int STRING = 5;
    private static final int INT8 = 9;
    private static final int INT4 = 17;

    @TempDir
    Path folder;

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("model.tflite"), bytes);
    }

    private static byte[] floats(float... numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(numbers);
        return bytes.array();
    }

    private static byte[] ints(int... numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(numbers);
        return bytes.array();
    }

    @Test
    void constantsAreReadAndComputedTensorsAreNot() throws IOException {
        Path file = file(new TfliteBytes().tensor("x", FLOAT32, new int[] {1, 2})
                .tensor("w", FLOAT32, new int[] {2, 2}, floats(1, 2, 3, 4))
                .tensor("h", FLOAT16, new int[] {2}, new byte[] {0, 0x3C, 0, (byte) 0xC0})
                .tensor("text", STRING, new int[] {1}, new byte[12]).tensor("y", FLOAT32, new int[] {1, 2}).done());
        try (TfliteFile open = TfliteFile.open(file)) {
            assertThat(open.format()).isEqualTo("a TFLite model");
            assertThat(open.infos().keySet()).containsExactly("w", "h");
            assertThat(open.tensor("w").toArray()).containsExactly(1, 2, 3, 4);
            assertThat(open.tensor("h").toArray()).containsExactly(1, -2);
            assertThat(open.infos().get("h").dtype()).isEqualTo(DType.F16);
            assertThat(open.metadata()).containsOnly(Map.entry("schema_version", "3"),
                    Map.entry("description", "made by a test"), Map.entry("signature.serving_default", "x -> y"));
        }
    }

    @Test
    void wholeNumbersWithScalesAreDequantised() throws IOException {
        byte[] whole = {-128, -1, 0, 1, 2, 127};
        Path file = file(new TfliteBytes().tensor("x", FLOAT32, new int[] {1})
                .tensor("one", INT8, new int[] {2, 3}, new float[] {0.5f}, new long[] {-1}, 0, whole)
                .tensor("rows", INT8, new int[] {2, 3}, new float[] {0.5f, 2}, new long[] {0, 0}, 0, whole)
                .tensor("columns", INT8, new int[] {2, 3}, new float[] {1, 0.5f, 0.25f}, new long[] {0, 1, 2}, 1, whole)
                .tensor("bias", INT32, new int[] {2}, new float[] {0x1p-30f}, new long[] {0}, 0,
                        ints(Integer.MAX_VALUE, -3))
                .tensor("four", INT4, new int[] {5}, new float[] {0.5f}, new long[] {}, 0,
                        new byte[] {(byte) 0x87, 0x10, 0x0F})
                .tensor("y", FLOAT32, new int[] {1}).done());
        try (TfliteFile open = TfliteFile.open(file)) {
            assertThat(open.tensor("one").toArray()).containsExactly(-63.5f, 0, 0.5f, 1, 1.5f, 64);
            assertThat(open.tensor("rows").toArray()).containsExactly(-64, -0.5f, 0, 2, 4, 254);
            assertThat(open.tensor("columns").toArray()).containsExactly(-128, -1, -0.5f, 1, 0.5f, 31.25f);
            assertThat(open.tensor("bias").toArray()).containsExactly(2, -3 * 0x1p-30f);
            assertThat(open.tensor("four").toArray()).containsExactly(3.5f, -4, 0, 0.5f, -0.5f);
            assertThat(open.longs("one")).containsExactly(-128, -1, 0, 1, 2, 127);
            assertThat(open.infos().get("one").note()).isEqualTo("one scale");
            assertThat(open.infos().get("columns").note()).isEqualTo("a scale per channel of axis 1");
            assertThat(open.infos().get("four").note()).isEqualTo("4 bits, one scale");
        }
    }

    /// 2^31 − 1 is the end of a slice, not a weight, and float32 does not hold it.
    @Test
    void wholeNumbersWithoutAScaleAreNoWeights() throws IOException {
        Path file = file(new TfliteBytes().tensor("x", FLOAT32, new int[] {1})
                .tensor("end", INT32, new int[] {2}, ints(0, Integer.MAX_VALUE))
                .tensor("w", FLOAT32, new int[] {1}, floats(5)).tensor("y", FLOAT32, new int[] {1}).done());
        Checkpoint read = Formats.read(file);
        assertThat(read.tensors()).containsOnlyKeys("w");
        try (TfliteFile open = TfliteFile.open(file)) {
            assertThat(open.longs("end")).containsExactly(0, Integer.MAX_VALUE);
            assertThatThrownBy(() -> open.tensor("end"))
                    .hasMessageContaining("number 1 is 2147483647, beyond the ±2^24");
        }
    }

    @Test
    void aNameOfSeveralConstantsIsFollowedByTheNumber() throws IOException {
        Path file = file(new TfliteBytes().tensor("w", FLOAT32, new int[] {1})
                .tensor("w", FLOAT32, new int[] {1}, floats(5)).tensor("w", FLOAT32, new int[] {1}, floats(6))
                .tensor("", FLOAT32, new int[] {1}, floats(7)).tensor("y", FLOAT32, new int[] {1}).done());
        Checkpoint read = Formats.read(file);
        assertThat(read.tensors().keySet()).containsExactly("w#1", "w#2", "#3");
        assertThat(read.tensor("w#2").item()).isEqualTo(6);
    }

    @Test
    void theGraphIsThereForWhoWantsToRunIt() throws IOException {
        Path file = file(new TfliteBytes().tensor("x", FLOAT32, new int[] {1, 2})
                .tensor("w", FLOAT32, new int[] {2, 2}, floats(1, 2, 3, 4)).tensor("y", FLOAT32, new int[] {1, 2})
                .operator(new int[] {0, 1, -1}, new int[] {2}, 3).done());
        try (TfliteFile open = TfliteFile.open(file)) {
            TfliteModel model = open.model();
            assertThat(model.operatorCodes()).containsExactly(new TfliteModel.OperatorCode(9, "", 2));
            TfliteModel.SubGraph graph = model.subGraphs().getFirst();
            assertThat(graph.name()).isEqualTo("main");
            assertThat(graph.inputs()).containsExactly(0);
            assertThat(graph.outputs()).containsExactly(2);
            TfliteModel.Operator operator = graph.operators().getFirst();
            assertThat(operator.inputs()).containsExactly(0, 1, -1);
            assertThat(operator.outputs()).containsExactly(2);
            assertThat(operator.optionsType()).isEqualTo(8);
            assertThat(operator.options().orElseThrow().int32(0, 0)).isEqualTo(3);
            assertThat(operator.options().orElseThrow().int32(1, 7)).isEqualTo(7);
            assertThat(graph.tensors().get(1).shape()).isEqualTo(List.of(2, 2));
            assertThat(model.signatures().getFirst().inputs()).containsOnly(Map.entry("x", 0));
        }
    }

    private void assertRefused(byte[] bytes, String message) throws IOException {
        Path file = file(bytes);
        assertThatThrownBy(() -> Formats.read(file)).isInstanceOf(WeightsException.class)
                .hasMessageStartingWith(file + ": ").hasMessageContaining(message);
    }

    @Test
    void whatDoesNotFitTogetherIsRefused() throws IOException {
        byte[] whole = {1, 2, 3, 4};
        TfliteBytes[] files = {new TfliteBytes().tensor("w", FLOAT32, new int[] {2, 2}, floats(1, 2, 3)),
            new TfliteBytes().tensor("w", INT8, new int[] {2, 2}, new float[] {1, 2, 3}, new long[] {0}, 0, whole),
            new TfliteBytes().tensor("w", INT8, new int[] {2, 2}, new float[] {1, 2}, new long[] {0}, 2, whole),
            new TfliteBytes().tensor("w", INT8, new int[] {2, 2}, new float[] {1, 2}, new long[] {0, 1, 2}, 0, whole),
            new TfliteBytes().tensor("w", FLOAT32, new int[] {2, -2}, floats(1)),
            new TfliteBytes().tensor("w", 99, new int[] {1}, floats(1)),
            new TfliteBytes().tensor("w", FLOAT32, new int[] {1}, floats(1)).operator(new int[] {1}, new int[] {0}, 0)};
        String[] messages = {"FLOAT32 [2, 2] needs 16 bytes, its buffer has 12",
            "tensor 'w' [2, 2] has 3 scales and 1 zero points along axis 0",
            "tensor 'w' [2, 2] has 2 scales and 1 zero points along axis 2",
            "tensor 'w' [2, 2] has 2 scales and 3 zero points along axis 0", "tensor 'w' has the shape [2, -2]",
            "tensor 'w' is of the unknown type 99", "it names tensor 1 of 1"};
        for (int i = 0; i < files.length; i++) {
            assertRefused(files[i].done(), messages[i]);
        }
    }

    /// Every number of four bytes becomes one of those that lead far out or round in a circle.
    @Test
    void everyOffsetIsCheckedBeforeItIsFollowed() throws IOException {
        byte[] good = new TfliteBytes().tensor("x", FLOAT32, new int[] {1, 2})
                .tensor("w", INT8, new int[] {2, 2}, new float[] {1, 2}, new long[] {0, 0}, 0, new byte[4])
                .tensor("y", FLOAT32, new int[] {1, 2}).operator(new int[] {0, 1, -1}, new int[] {2}, 3).done();
        int refused = 0;
        for (int at = 0; at + 4 <= good.length; at += 4) {
            for (int wild : new int[] {-1, Integer.MIN_VALUE, good.length - at - 1, -at, 4}) {
                ByteBuffer bytes = ByteBuffer.wrap(good.clone()).order(ByteOrder.LITTLE_ENDIAN).putInt(at, wild);
                if (at == 4) {
                    continue;
                }
                Path file = file(bytes.array());
                try {
                    Formats.read(file);
                } catch (WeightsException e) {
                    refused++;
                    assertThat(e.getMessage()).startsWith(file + ": ");
                }
            }
        }
        assertThat(refused).isGreaterThan(good.length / 4);
    }

    private void assertDisordered(TfliteBytes bytes, String message) throws IOException {
        Path file = file(bytes.done());
        try (TfliteFile open = TfliteFile.open(file)) {
            assertThatThrownBy(open::requireOrder).isInstanceOf(WeightsException.class)
                    .hasMessageStartingWith(file + ": " + message)
                    .hasMessageEndingWith("the graph is damaged or badly written, get it again from its source");
        }
    }

    private static TfliteBytes four() {
        return new TfliteBytes().tensor("x", FLOAT32, new int[] {1}).tensor("w", FLOAT32, new int[] {1}, floats(1))
                .tensor("h", FLOAT32, new int[] {1}).tensor("y", FLOAT32, new int[] {1});
    }

    @Test
    void operatorsReadOnlyWhatIsThereBeforeThem() throws IOException {
        Path file = file(four().operator(new int[] {0, 1, -1}, new int[] {2}, 0)
                .operator(new int[] {2, 1}, new int[] {3}, 0).done());
        try (TfliteFile open = TfliteFile.open(file)) {
            open.requireOrder();
        }
        assertDisordered(four().operator(new int[] {2}, new int[] {3}, 0).operator(new int[] {0}, new int[] {2}, 0),
                "operator 0 reads tensor 2, which nothing before it computes");
        // A circle: each needs the other's result.
        assertDisordered(four().operator(new int[] {3}, new int[] {2}, 0).operator(new int[] {2}, new int[] {3}, 0),
                "operator 0 reads tensor 3, which nothing before it computes");
        assertDisordered(four().operator(new int[] {0}, new int[] {1}, 0).operator(new int[] {0}, new int[] {3}, 0),
                "operator 0 writes tensor 1, which is there already");
        assertDisordered(four().operator(new int[] {0}, new int[] {0}, 0), "operator 0 writes tensor 0");
        assertDisordered(four().operator(new int[] {0}, new int[] {2}, 0), "its output, tensor 3, is never computed");
    }

    @Test
    void constantsOfTheGraphAreFoundByTheirNumbers() throws IOException {
        Path file = file(four().operator(new int[] {0, 1}, new int[] {3}, 0).done());
        try (TfliteFile open = TfliteFile.open(file)) {
            assertThat(open.isConstant(0, 1)).isTrue();
            assertThat(open.isConstant(0, 0)).isFalse();
            assertThat(open.tensor(0, 1).toArray()).containsExactly(1);
            assertThatThrownBy(() -> open.tensor(0, 2)).isInstanceOf(WeightsException.class)
                    .hasMessage(file + ": tensor 2 of subgraph 0 has no numbers");
        }
    }

    @Test
    void operatorsAreCalledAsInTheSchema() {
        assertThat(new TfliteModel.OperatorCode(9, "", 1).name()).isEqualTo("FULLY_CONNECTED");
        assertThat(new TfliteModel.OperatorCode(206, "", 1).name()).isEqualTo("STABLEHLO_COMPOSITE");
        assertThat(new TfliteModel.OperatorCode(32, "FlexAddV2", 1).name()).isEqualTo("FlexAddV2");
        assertThat(new TfliteModel.OperatorCode(9_999, "", 1).name()).isEqualTo("BUILTIN_9999");
    }
}
