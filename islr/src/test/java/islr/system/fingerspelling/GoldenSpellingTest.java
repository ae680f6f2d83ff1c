package islr.system.fingerspelling;

import static org.assertj.core.api.Assertions.assertThat;

import islr.nn.Parameters;
import islr.system.Batch;
import islr.system.fingerspelling.FingerspellingNetwork.Encoded;
import islr.system.fingerspelling.FingerspellingSizes.Padding;
import islr.tensor.Compute;
import islr.tensor.Segments;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.weights.Formats;
import islr.weights.SafetensorsFile;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The networks of both parts against the original, from the first layer to the logits.
class GoldenSpellingTest {
    private final Compute c = Compute.cpu();

    /// A case of the goldens: a model, and a batch with or without padding.
    private record Case(String model, String prefix, Padding padding) {
        static Stream<Case> all() {
            return Stream.of("part1_small", "part2_small").flatMap(model -> Stream
                    .of(new Case(model, "pad.", Padding.FRAMES), new Case(model, "nopad.", Padding.NONE)));
        }

        FingerspellingNetwork network() throws IOException {
            return SpellingGoldens.network(model, padding);
        }

        SafetensorsFile open() {
            return SpellingGoldens.open(model + "/tensors.safetensors");
        }
    }

    /// What a test does with a case.
    @FunctionalInterface
    private interface Check {
        void run(Case of, FingerspellingNetwork network, SafetensorsFile golden, Batch batch) throws IOException;
    }

    private static Stream<DynamicTest> forAll(Check check) {
        return Case.all().map(of -> DynamicTest.dynamicTest(of.model + " " + of.prefix, () -> {
            try (SafetensorsFile golden = of.open()) {
                check.run(of, of.network(), golden, SpellingGoldens.batch(golden, of.prefix + "batch."));
            }
        }));
    }

    private static void rows(SafetensorsFile golden, String name, Tensor actual, Segments clips) throws IOException {
        SpellingGoldens.near(name, actual.toArray(), SpellingGoldens.real(golden.tensor(name), clips),
                SpellingGoldens.ENCODER);
    }

    @TestFactory
    Stream<DynamicTest> theFeaturesAreTheOriginals() {
        return forAll((of, network, golden, batch) -> rows(golden, of.prefix + "encoder.in",
                network.encoder().features(c, batch.rows(), batch.sequences()), batch.sequences()));
    }

    @TestFactory
    Stream<DynamicTest> pointsOfAKindAreTheOriginals() {
        return forAll((of, network, golden, batch) -> {
            for (SpellingPoints.Kind kind : SpellingPoints.Kind.values()) {
                String name = of.prefix + "feature_extractor_" + kind.label() + ".in";
                if (of.model.equals("part2_small")) {
                    SpellingGoldens.nearPoints(name, new KindOfPoints(kind).of(c, batch.rows()).toArray(),
                            SpellingGoldens.real(golden.tensor(name), batch.sequences()));
                }
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> attentionIsTheOriginals() {
        return forAll((of, network, golden, batch) -> {
            String name = of.prefix + "encoder.blocks.0."
                    + (network.sizes().part() == Part.ONE ? "mhsa" : "mhsa_llama");
            rows(golden, name + ".out", network.encoder().blocks().getFirst().attention().forward(c,
                    of(golden, name + ".in", batch.sequences()), batch.sequences()), batch.sequences());
        });
    }

    /// The rows of a golden tensor that are real frames.
    private static Tensor of(SafetensorsFile golden, String name, Segments clips) throws IOException {
        Tensor padded = golden.tensor(name);
        float[] real = SpellingGoldens.real(padded, clips);
        return Tensor.of(Shape.of(clips.rows(), real.length / clips.rows()), real);
    }

    @TestFactory
    Stream<DynamicTest> theConvolutionModuleIsTheOriginals() {
        return forAll((of, network, golden, batch) -> {
            String name = of.prefix + "encoder.blocks.0.conv";
            rows(golden, name + ".out", network.encoder().blocks().getFirst().convolution().forward(c,
                    of(golden, name + ".in", batch.sequences()), batch.sequences()), batch.sequences());
        });
    }

    @TestFactory
    Stream<DynamicTest> blocksAndEncoderAreTheOriginals() {
        return forAll((of, network, golden, batch) -> {
            Tensor x = of(golden, of.prefix + "encoder.in", batch.sequences());
            for (int i = 0; i < network.sizes().blocks(); i++) {
                x = network.encoder().blocks().get(i).forward(c, x, batch.sequences());
                rows(golden, of.prefix + "encoder.blocks." + i + ".out", x, batch.sequences());
            }
            rows(golden, of.prefix + "encoder.out", network.encode(c, batch).rows(), batch.sequences());
        });
    }

    /// What the decoder reads: the start and the labels without the last one.
    static int[] shifted(int[] labels, int length) {
        int[] tokens = new int[labels.length];
        for (int i = 0; i < labels.length; i++) {
            tokens[i] = i % length == 0 ? Characters.START : labels[i - 1];
        }
        return tokens;
    }

    @TestFactory
    Stream<DynamicTest> logitsOfGivenLettersAreTheOriginals() {
        return forAll((of, network, golden, batch) -> {
            Encoded encoded = network.encode(c, batch);
            int length = network.sizes().letters();
            int[] tokens = shifted(golden.ints(of.prefix + "batch.token_ids"), length);
            SpellingGoldens.near(of.prefix + "decoder.out", network.logits(c, encoded, tokens, length).toArray(),
                    golden.tensor(of.prefix + "decoder.out").toArray(), SpellingGoldens.LOGITS);
            if (network.isSecond() && golden.entries().containsKey(of.prefix + "decoder2.out")) {
                int[] backwards = golden.ints(of.prefix + "labels_bwd");
                int most = golden.tensor(of.prefix + "decoder2.out").shape().dim(1);
                SpellingGoldens.near(of.prefix + "decoder2.out",
                        network.logitsBackwards(c, encoded, shifted(backwards, most), most).toArray(),
                        golden.tensor(of.prefix + "decoder2.out").toArray(), SpellingGoldens.LOGITS);
            }
            if (network.isSecond() && golden.entries().containsKey(of.prefix + "out.aux_logits")) {
                SpellingGoldens.near(of.prefix + "out.aux_logits", network.confidence(c, encoded).toArray(),
                        golden.tensor(of.prefix + "out.aux_logits").toArray(), SpellingGoldens.CONFIDENCE);
            }
        });
    }

    @Test
    void theNamesOfTheOriginalsFileAreOurs() throws IOException {
        for (String model : new String[] {"part1_small", "part2_small"}) {
            Parameters fresh = Parameters.fresh(1);
            new FingerspellingNetwork(SpellingGoldens.sizes(model, Padding.FRAMES), fresh);
            assertThat(fresh.state().keySet()).containsExactlyInAnyOrderElementsOf(
                    SpellingGoldens.weights(model + "/weights.safetensors").keySet());
        }
    }

    /// The tables that are frozen in a checkpoint are also those that a fresh network has.
    @Test
    void freshTablesAreThoseOfTheFiles() throws IOException {
        Map<String, Tensor> theirs = SpellingGoldens.weights("part2_small/weights.safetensors");
        Parameters fresh = Parameters.fresh(1);
        new FingerspellingNetwork(SpellingGoldens.sizes("part2_small", Padding.FRAMES), fresh);
        for (String name : new String[] {"cos", "sin", "decoder.decoder.embed_positions.weights",
            "decoder2.decoder.embed_positions.weights"}) {
            SpellingGoldens.near(name, fresh.state().get(name).toArray(), theirs.get(name).toArray(), 1e-6);
        }
    }

    @Test
    void networksHaveTheOriginalsNumbersOfParameters() {
        assertThat(count(FingerspellingSizes.PART_ONE)).isEqualTo(2_515_040);
        assertThat(count(FingerspellingSizes.PART_TWO)).isEqualTo(9_736_305);
    }

    private static int count(FingerspellingSizes sizes) {
        Parameters parameters = Parameters.blank();
        new FingerspellingNetwork(sizes, parameters);
        return parameters.trainable().values().stream().mapToInt(Tensor::size).sum();
    }

    @Test
    void theFileOfTheOriginalGivesTheLogitsOfItsWeights() throws IOException {
        for (String model : new String[] {"part1_small", "part2_small"}) {
            Map<String, Tensor> read = Formats.read(SpellingGoldens.folder().resolve(model + "/model.pt")).tensors();
            Map<String, Tensor> ours = SpellingNames.ours(read);
            Map<String, Tensor> expected = SpellingGoldens.weights(model + "/weights.safetensors");
            assertThat(ours.keySet()).isEqualTo(expected.keySet());
            FingerspellingNetwork network = new FingerspellingNetwork(SpellingGoldens.sizes(model, Padding.NONE),
                    Parameters.of(ours));
            try (SafetensorsFile golden = SpellingGoldens.open(model + "/tensors.safetensors")) {
                Batch batch = SpellingGoldens.batch(golden, "nopad.batch.");
                int length = network.sizes().letters();
                SpellingGoldens.near(model + " model.pt",
                        network.logits(c, network.encode(c, batch),
                                shifted(golden.ints("nopad.batch.token_ids"), length), length).toArray(),
                        golden.tensor("nopad.decoder.out").toArray(), SpellingGoldens.LOGITS);
            }
        }
    }
}
