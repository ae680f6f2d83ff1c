package islr.system.fingerspelling;

import com.fasterxml.jackson.databind.JsonNode;
import islr.golden.Close;
import islr.golden.Goldens;
import islr.golden.Inputs;
import islr.nn.Parameters;
import islr.system.Batch;
import islr.system.Sample;
import islr.tensor.Memory;
import islr.tensor.Segments;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.weights.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The goldens of the fingerspelling system: weights, networks and batches from their files, and how near numbers must
/// be by their README.
final class SpellingGoldens {
    static final double ENCODER = 2e-5;
    static final double LOGITS = 5e-5;
    static final double CONFIDENCE = 1e-5;
    static final double LOSS = 1e-5;
    static final double LINEAR_FIT = 2e-4;

    private SpellingGoldens() {}

    static Path folder() {
        return Goldens.folder().resolve("fingerspelling");
    }

    static SafetensorsFile open(String file) {
        return Goldens.open(folder().resolve(file));
    }

    static JsonNode json(String file) {
        return Inputs.json(folder().resolve(file));
    }

    static Map<String, Tensor> weights(String file) throws IOException {
        Map<String, Tensor> weights = new LinkedHashMap<>();
        try (SafetensorsFile golden = open(file)) {
            for (String name : golden.entries().keySet()) {
                if (!name.endsWith("num_batches_tracked")) {
                    weights.put(name, golden.tensor(name));
                }
            }
        }
        return weights;
    }

    static FingerspellingSizes sizes(String model, FingerspellingSizes.Padding padding) {
        JsonNode config = json(model + "/config.json");
        return new FingerspellingSizes(config.get("part").asInt() == 1 ? Part.ONE : Part.TWO,
                config.get("encoder_dim").asInt(), config.get("encoder_layers").asInt(),
                config.get("encoder_heads").asInt(), config.get("conv_kernel_size").asInt(),
                config.get("decoder_heads").asInt(), config.get("decoder_ffn_dim").asInt(),
                config.get("max_len").asInt(), config.get("max_phrase").asInt(), padding,
                FingerspellingSizes.Rates.NONE, FingerspellingSizes.PUBLISHED_STEM_MOMENTUM);
    }

    static FingerspellingNetwork network(String model, FingerspellingSizes.Padding padding) throws IOException {
        return new FingerspellingNetwork(sizes(model, padding), Parameters.of(weights(model + "/weights.safetensors")));
    }

    /// The real frames of `<prefix>input` `[B, L, 130, 3]`.
    static Batch batch(SafetensorsFile golden, String prefix) throws IOException {
        Tensor mask = golden.tensor(prefix + "input_mask");
        float[] input = golden.tensor(prefix + "input").toArray();
        int frames = mask.shape().dim(1);
        List<Sample> samples = new ArrayList<>();
        for (int b = 0; b < mask.shape().dim(0); b++) {
            int length = 0;
            while (length < frames && mask.get(b, length) != 0) {
                length++;
            }
            int from = b * frames * SpellingFeatures.WIDTH;
            samples.add(new Sample(Tensor.of(Shape.of(length, SpellingFeatures.WIDTH),
                    java.util.Arrays.copyOfRange(input, from, from + length * SpellingFeatures.WIDTH))));
        }
        return Batch.of(Memory.heap(), samples);
    }

    /// The rows of a padded tensor `[B, L, ..]` that are real frames.
    static float[] real(Tensor padded, Segments clips) {
        int frames = padded.shape().dim(1);
        int width = padded.size() / padded.shape().dim(0) / frames;
        float[] numbers = padded.toArray();
        float[] real = new float[clips.rows() * width];
        for (int s = 0; s < clips.count(); s++) {
            System.arraycopy(numbers, s * frames * width, real, clips.start(s) * width, clips.length(s) * width);
        }
        return real;
    }

    /// Within a tolerance; prints how near, for those who want to know (`-Dislr.differences=true`).
    static void near(String what, float[] actual, float[] expected, double tolerance) {
        Close.absolute(what, actual, expected, tolerance);
        if (Boolean.getBoolean("islr.differences")) {
            double worst = 0;
            for (int i = 0; i < expected.length; i++) {
                worst = Math.max(worst, Math.abs((double) actual[i] - expected[i]));
            }
            System.out.printf("[difference] %s: %.2g of %.2g%n", what, worst, tolerance);
        }
    }

    /// Within 2e-6·|x| + 1e-6, as preprocessing and augmentations must be.
    static void nearPoints(String what, float[] actual, float[] expected) {
        float[] difference = new float[expected.length];
        if (actual.length != expected.length) {
            throw new AssertionError(what + ": " + actual.length + " numbers, expected " + expected.length);
        }
        for (int i = 0; i < expected.length; i++) {
            difference[i] = (float) ((actual[i] - (double) expected[i]) / (2e-6 * Math.abs(expected[i]) + 1e-6));
        }
        near(what, difference, new float[expected.length], 1);
    }
}
