package islr.nn.golden;

import static org.assertj.core.api.Assertions.assertThat;

import islr.nn.Activation;
import islr.nn.BatchNorm;
import islr.nn.Conv1d;
import islr.nn.Embedding;
import islr.nn.Init;
import islr.nn.LayerNorm;
import islr.nn.Linear;
import islr.nn.Parameters;
import islr.nn.attention.ClassAttention;
import islr.nn.attention.MultiHeadAttention;
import islr.nn.transformer.Encoder;
import islr.nn.transformer.EncoderBlock;
import islr.nn.transformer.FeedForward;
import islr.tensor.Compute;
import islr.tensor.Segments;
import islr.tensor.Tensor;
import islr.tensor.op.Conv1d.Padding;
import islr.tensor.op.Mask;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/// A layer made from the settings of a golden file, as a function of the file's inputs.
@FunctionalInterface
interface GoldenLayer {
    Tensor forward(Compute c, Map<String, Tensor> in);

    static GoldenLayer of(Golden g, Parameters p) {
        return switch (g.text("layer")) {
            case "linear" -> {
                Linear linear = new Linear(columns(g, "x"), columns(g, "y"), p, Init.zeros(),
                        g.flag("bias") ? Init.zeros() : null);
                yield (c, in) -> linear.forward(c, in.get("x"));
            }
            case "layer_norm" -> {
                LayerNorm norm = new LayerNorm(columns(g, "x"), (float) g.real("eps"), p);
                yield (c, in) -> norm.forward(c, in.get("x"));
            }
            case "batch_norm" -> batchNorm(g, p);
            case "embedding" -> {
                Embedding embedding = new Embedding(g.get("param.weight").shape().dim(0), columns(g, "y"), p);
                yield (c, in) -> embedding.forward(c, g.ints("indices")).reshape(c, g.get("y").shape().toArray());
            }
            case "conv1d" -> conv1d(g, p);
            case "attention" -> attention(g, p);
            case "class_attention" -> {
                ClassAttention attention = new ClassAttention(columns(g, "x"), g.number("heads"), p);
                yield (c, in) -> attention.forward(c, attention.queries(c, in.get("token")), in.get("x"),
                        g.segments("lengths"));
            }
            case "feed_forward" -> {
                FeedForward feedForward = new FeedForward(columns(g, "x"), g.number("hidden"), activation(g), 0, p);
                yield (c, in) -> feedForward.forward(c, in.get("x"));
            }
            case "encoder_block" -> {
                EncoderBlock block = new EncoderBlock(block(g), p);
                yield (c, in) -> block.forward(c, in.get("x"), g.segments("lengths"), mask(g));
            }
            case "encoder_stack" -> {
                Encoder encoder = new Encoder(g.number("layers"), block(g), g.flag("final_norm"), p);
                yield (c, in) -> encoder.forward(c, in.get("x"), g.segments("lengths"), mask(g));
            }
            default -> throw new AssertionError("no test knows the layer '" + g.text("layer") + "' of " + g.name());
        };
    }

    /// Sees the batches of `before` first.
    private static GoldenLayer batchNorm(Golden g, Parameters p) {
        BatchNorm norm = new BatchNorm(columns(g, "x"),
                new BatchNorm.Options((float) g.real("eps"), (float) g.real("momentum"), g.flag("unbiased")), p);
        Tensor before = g.get("before");
        return (c, in) -> {
            Compute training = c.training(new SplittableRandom(1));
            for (int i = 0; i < before.shape().dim(0); i++) {
                norm.forward(training, before.slice(c, 0, i, i + 1));
            }
            return norm.forward(g.flag("training") ? training : c, in.get("x"));
        };
    }

    private static GoldenLayer conv1d(Golden g, Parameters p) {
        int kernel = g.number("kernel");
        int dilation = g.number("dilation");
        Padding padding = switch (g.text("padding")) {
            case "none" -> Padding.NONE;
            case "same" -> Padding.same(kernel, dilation);
            case "causal" -> Padding.causal(kernel, dilation);
            default -> throw new AssertionError("no test knows the padding '" + g.text("padding") + "' of " + g.name());
        };
        assertThat(padding).isEqualTo(new Padding(g.number("pad_left"), g.number("pad_right")));
        Conv1d conv = new Conv1d(columns(g, "x"), columns(g, "y"),
                new Conv1d.Options(kernel, g.number("stride"), dilation, g.number("groups"), padding, g.flag("bias")),
                p);
        Segments segments = g.segments("lengths");
        assertThat(conv.outputSegments(g.get("x"), segments)).hasToString(g.segments("y_lengths").toString());
        return (c, in) -> conv.forward(c, in.get("x"), segments);
    }

    private static GoldenLayer attention(Golden g, Parameters p) {
        MultiHeadAttention attention = new MultiHeadAttention(columns(g, "y"), g.number("heads"), 0, p);
        Segments segments = g.segments("lengths");
        if (g.flag("cross")) {
            return (c, in) -> attention.forward(c, in.get("q_in"), segments, in.get("kv_in"), g.segments("kv_lengths"),
                    mask(g));
        }
        return (c, in) -> attention.forward(c, in.get("x"), segments, mask(g));
    }

    private static EncoderBlock.Options block(Golden g) {
        return new EncoderBlock.Options(columns(g, "x"), g.number("heads"), g.number("hidden"), activation(g), 0,
                g.flag("norm_first"), (float) g.real("eps"));
    }

    private static Activation activation(Golden g) {
        return Activation.valueOf(g.text("activation").toUpperCase(Locale.ROOT));
    }

    private static Mask mask(Golden g) {
        Mask mask = Mask.none();
        for (String kind : g.text("mask").split("\\+")) {
            mask = switch (kind) {
                case "none" -> mask;
                case "causal" -> mask.and(Mask.causal());
                case "key_padding" -> mask.and(new Mask.KeyPadding(visible(g.ints("key_mask"))));
                case "additive" -> mask.and(new Mask.Additive(g.get("mask").toArray(), true));
                case "boolean" -> mask.and(new Mask.Additive(hidden(g.ints("mask")), true));
                default -> throw new AssertionError("no test knows the mask '" + kind + "' of " + g.name());
            };
        }
        return mask;
    }

    private static boolean[] visible(int[] mask) {
        boolean[] visible = new boolean[mask.length];
        for (int i = 0; i < mask.length; i++) {
            visible[i] = mask[i] == 1;
        }
        return visible;
    }

    /// 0 where attention is allowed, −∞ where it is not.
    private static float[] hidden(int[] mask) {
        float[] bias = new float[mask.length];
        for (int i = 0; i < mask.length; i++) {
            bias[i] = mask[i] == 1 ? 0 : Float.NEGATIVE_INFINITY;
        }
        return bias;
    }

    private static int columns(Golden g, String tensor) {
        return g.get(tensor).shape().columns();
    }
}
