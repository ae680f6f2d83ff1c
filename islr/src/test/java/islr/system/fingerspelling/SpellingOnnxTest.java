package islr.system.fingerspelling;

import static org.assertj.core.api.Assertions.assertThat;

import islr.data.Clip;
import islr.data.Skeleton;
import islr.features.ClipNodes;
import islr.golden.Close;
import islr.nn.Parameters;
import islr.system.Batch;
import islr.system.OnnxGraphs;
import islr.system.Sample;
import islr.system.Settings;
import islr.system.fingerspelling.FingerspellingNetwork.Encoded;
import islr.tensor.Compute;
import islr.tensor.Memory;
import islr.tensor.Segments;
import islr.tensor.Tensor;
import islr.weights.onnx.OnnxGraph;
import islr.weights.onnx.run.OnnxFile;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Both graphs against the network, from landmarks with holes to the logits of every letter.
class SpellingOnnxTest {
    private static final Compute C = Compute.cpu();

    private static Clip clip(int frames, Random random) {
        float[] landmarks = new float[frames * Skeleton.ROWS * Skeleton.AXES];
        for (int i = 0; i < landmarks.length; i++) {
            landmarks[i] = (float) random.nextGaussian();
        }
        for (int frame = 0; frame < frames; frame++) {
            if (random.nextInt(3) == 0) {
                int hand = (frame * Skeleton.ROWS + 468) * Skeleton.AXES;
                java.util.Arrays.fill(landmarks, hand, hand + 21 * Skeleton.AXES, Float.NaN);
            }
        }
        return new Clip("clip", landmarks);
    }

    @ParameterizedTest
    @CsvSource({"one, none, nearest, 7", "one, frames, linear, 4", "two, none, linear, 4", "two, frames, nearest, 7",
        "two, frames, nearest, 1"})
    void bothGraphsComputeWhatTheNetworkDoes(String part, String padding, String fit, int kernel) throws Exception {
        Settings settings = Settings.defaults(Fingerspelling.settings()).with("part", part).with("units", "16")
                .with("blocks", "2").with("heads", "2").with("kernel", Integer.toString(kernel | 1))
                .with("decoder_heads", "2").with("decoder_units", "12").with("frames", "20").with("letters", "6")
                .with("padding", padding).with("fit", fit);
        Parameters parameters = Parameters.fresh(5);
        FingerspellingNetwork network = Fingerspelling.network(settings, parameters);
        Random random = new Random(6);
        parameters.state().forEach((name, x) -> {
            if (!name.equals("cos") && !name.equals("sin") && !name.contains("embed_positions")) {
                for (int i = 0; i < x.size(); i++) {
                    float change = 0.2f * (float) random.nextGaussian();
                    x.array()[x.offset() + i] += name.contains("running_var") ? Math.abs(change) : change;
                }
            }
        });
        OnnxGraph encoder = SpellingOnnx.encoder("encoder", settings, parameters.state());
        OnnxGraph step = SpellingOnnx.step("step", settings, parameters.state());
        OnnxGraphs.assertWellFormed(encoder);
        OnnxGraphs.assertWellFormed(step);
        OnnxFile encodes = OnnxGraphs.written(encoder);
        OnnxFile steps = OnnxGraphs.written(step);
        for (int frames : new int[] {1, 2, 17, 20, 21, 33, 40}) {
            Clip clip = clip(frames, random);
            Sample sample = Fingerspelling.features(settings).of(clip);
            Encoded encoded = network.encode(C, Batch.of(Memory.heap(), List.of(sample)));
            OnnxFile.Run run = encodes.run().with(ClipNodes.LANDMARKS, clip.landmarks(), frames, Skeleton.ROWS,
                    Skeleton.AXES);
            float[] kept = run.output(SpellingOnnx.FRAMES);
            assertThat(kept).hasSize(SpellingOnnx.KEPT * Math.min(frames, 20) * 16);
            if (part.equals("two")) {
                Close.relative("confidence",
                        encodes.run().with(ClipNodes.LANDMARKS, clip.landmarks(), frames, Skeleton.ROWS, Skeleton.AXES)
                                .output(SpellingOnnx.CONFIDENCE),
                        network.confidence(C, encoded).toArray(), 1e-4);
            }
            compareLetters(network, encoded, steps, kept);
        }
    }

    /// Padding is among the letters.
    private static void compareLetters(FingerspellingNetwork network, Encoded encoded, OnnxFile steps, float[] frames) {
        NextLetters next = new NextLetters(C, List.of(new SpellingMember(network, 1)), List.of(encoded));
        float[] before = {};
        int letters = 0;
        int[] tokens = {Characters.START, 33, Characters.PAD, 4, 62};
        for (int t = 0; t < tokens.length; t++) {
            letters += tokens[t] == Characters.PAD ? 0 : 1;
            Tensor expected = next.after(new int[] {tokens[t]}, new int[1], Segments.ofLengths(1));
            float[] position = {LetterPositions.row(tokens[t], letters)};
            float[] logits = letter(steps, tokens[t], position, before, t, frames).output(SpellingOnnx.LOGITS);
            Close.relative("letter " + t, logits, expected.toArray(), 1e-4);
            before = letter(steps, tokens[t], position, before, t, frames).output(SpellingOnnx.AFTER);
            assertThat(before).hasSize(SpellingOnnx.KEPT * (t + 1) * 16);
        }
    }

    private static OnnxFile.Run letter(OnnxFile steps, int token, float[] position, float[] before, int letters,
            float... frames) {
        return steps.run().with(SpellingOnnx.TOKEN, new float[] {token}, 1).with(SpellingOnnx.POSITION, position, 1)
                .with(SpellingOnnx.BEFORE, before, SpellingOnnx.KEPT, letters, 16)
                .with(SpellingOnnx.FRAMES, frames, SpellingOnnx.KEPT, frames.length / SpellingOnnx.KEPT / 16, 16);
    }
}
