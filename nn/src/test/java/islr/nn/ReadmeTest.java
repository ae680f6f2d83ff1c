package islr.nn;

import static org.assertj.core.api.Assertions.assertThat;

import islr.nn.attention.MultiHeadAttention;
import islr.nn.train.AdamW;
import islr.nn.train.ParameterGroup;
import islr.nn.train.Schedule;
import islr.nn.transformer.Encoder;
import islr.nn.transformer.EncoderBlock;
import islr.tensor.Compute;
import islr.tensor.Segments;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tensor.grad.Gradients;
import islr.tensor.grad.Tape;
import islr.tensor.op.Losses;
import islr.tensor.op.Mask;
import islr.tensor.op.Reductions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The examples of `nn/README.md`, compiled and run: change both together.
class ReadmeTest {
    private static final Tensor ROWS = Tensor.randn(new Random(1), 8, 10);

    static final class Classifier {
        private final Linear in;
        private final Encoder encoder;
        private final Linear head;

        Classifier(Parameters parameters) {
            in = new Linear(10, 16, parameters.at("in"));
            EncoderBlock.Options block = new EncoderBlock.Options(16, 4, 64, Activation.GELU, 0.1f, true, 1e-5f);
            encoder = new Encoder(2, block, true, parameters.at("encoder"));
            head = new Linear(16, 3, parameters.at("head"));
        }

        Tensor logits(Compute c, Tensor rows, Segments sequences) {
            Tensor x = encoder.forward(c, in.forward(c, rows), sequences, Mask.none());
            return head.forward(c, c.run(new Reductions.OfSegments(x, sequences, null, true)));
        }
    }

    @Test
    void aPathNamesTheParameters() {
        Parameters parameters = Parameters.fresh(42);
        Linear fc1 = new Linear(80, 384, parameters.at("ff").at("fc1"));
        parameters.state();
        assertThat(fc1).isNotNull();
        Map<String, Shape> shapes = new LinkedHashMap<>();
        parameters.state().forEach((name, tensor) -> shapes.put(name, tensor.shape()));
        assertThat(shapes).hasToString("{ff.fc1.weight=[384, 80], ff.fc1.bias=[384]}");
    }

    @Test
    void aClassifierIsTrainedAndAsked() {
        Tensor rows = ROWS;
        Compute c = Compute.cpu();
        Parameters parameters = Parameters.fresh(42);
        Classifier model = new Classifier(parameters);
        Segments sequences = Segments.ofLengths(5, 3);
        int[] labels = {2, 0};

        AdamW optimizer = new AdamW(List.of(ParameterGroup.all(parameters.trainable(), 0.01)),
                AdamW.Options.DEFAULT.withMaxNorm(1));
        Schedule rate = Schedule.warmUp(1e-5, 5, Schedule.cosine(1e-2, 0, 45));
        Compute training = c.training(new SplittableRandom(7));
        for (int step = 0; step < 50; step++) {
            Gradients gradients = Tape.record(training,
                    () -> training.run(new Losses.CrossEntropy(model.logits(training, rows, sequences), labels, 0.1f)));
            optimizer.step(training, gradients, rate.at(step));
        }
        Tensor probabilities = model.logits(c, rows, sequences).softmax(c);
        assertThat(probabilities.get(0, 2)).isGreaterThan(0.5f);
        assertThat(probabilities.get(1, 0)).isGreaterThan(0.5f);
        assertThat(probabilities.shape()).hasToString("[2, 3]");

        Classifier loaded = new Classifier(Parameters.of(parameters.state()));
        Same.bits(model.logits(c, rows, sequences), loaded.logits(c, rows, sequences), "loaded");
    }

    @Test
    void oneRowStandsForManyRows() {
        Tensor x = Tensor.randn(new Random(1), 6, 16);
        Tensor context = Tensor.randn(new Random(2), 4, 16);
        Compute c = Compute.cpu();
        MultiHeadAttention attention = new MultiHeadAttention(16, 4, 0, Parameters.fresh(1));
        Mask mask = Mask.none();
        Segments sequences = Segments.ofLengths(4, 2);
        Tensor y = attention.forward(c, x, sequences, mask);
        Tensor z = attention.forward(c, x, sequences, context, Segments.ofLengths(1, 3), mask);
        Segments padded = sequences.withMultiplicity(new float[] {1, 1, 1, 60, 1, 62});
        assertThat(y.shape()).isEqualTo(z.shape()).isEqualTo(x.shape());
        assertThat(padded.multiplicity(5)).isEqualTo(62);
    }

    @Test
    void theReadmesExamplesStandInThisFile() throws Exception {
        String here = code(Files.readString(Path.of("src/test/java/islr/nn/ReadmeTest.java")));
        Matcher blocks = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("README.md")));
        int count = 0;
        while (blocks.find()) {
            assertThat(here).contains(code(blocks.group(1)));
            count++;
        }
        assertThat(count).isEqualTo(5);
    }

    /// The code without comments and white space.
    private static String code(String text) {
        return text.replaceAll("//.*", "").replaceAll("\\s", "");
    }
}
