package islr.system.fingerspelling;

import islr.nn.Parameters;
import islr.system.Setting;
import islr.system.Settings;
import islr.system.Training;
import islr.system.fingerspelling.FingerspellingSizes.Padding;
import islr.system.fingerspelling.FingerspellingSizes.Rates;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// The system: what can be set, and what is made of it. The defaults are those of the original's second part.
public final class Fingerspelling {
    /// Which random changes of sequences training makes.
    public enum Augment {
        NONE,
        /// What the original's code does.
        PUBLISHED,
        /// What it was meant to do, see [SpellingAugmentation].
        INTENDED
    }

    static final Setting<Part> PART = Setting.choice("part",
            "form of the network: relative attention, or rotary attention with a confidence", Part.TWO);
    static final Setting<Integer> UNITS = Setting.whole("units", "width of a frame", 4, 4096, 208);
    static final Setting<Integer> BLOCKS = Setting.whole("blocks", "blocks of the encoder", 1, 64, 14);
    static final Setting<Integer> HEADS = Setting.whole("heads", "attention heads of the encoder", 1, 64, 4);
    static final Setting<Integer> KERNEL = Setting.whole("kernel",
            "frames that the encoder's convolutions see, an odd number", 1, 999, 51);
    static final Setting<Integer> DECODER_HEADS = Setting.whole("decoder_heads", "attention heads of the decoder", 1,
            64, 4);
    static final Setting<Integer> DECODER_UNITS = Setting.whole("decoder_units",
            "width of the decoder's feed-forward networks", 1, 16_384, 512);
    /// L.
    public static final Setting<Integer> FRAMES = Setting.whole("frames",
            "the most frames of a sequence; of longer ones so many are left", 1, 4096, 384);
    /// Most tokens of a phrase, with the one that ends it.
    public static final Setting<Integer> LETTERS = Setting.whole("letters",
            "the most letters of a phrase, its end among them", 2, 512, Characters.PUBLISHED_LETTERS);
    static final Setting<Padding> PADDING = Setting.choice("padding",
            "what is behind a short sequence: nothing, or frames of zeros, which convolutions see", Padding.FRAMES);
    static final Setting<Fit> FIT = Setting.choice("fit", "how long sequences are shortened, other than in training",
            Fit.NEAREST);
    static final Setting<Integer> LEAST_FRAMES = Setting.whole("least_frames",
            "shorter sequences are answered with a placeholder", 0, 4096, 15);
    static final Setting<Double> LEAST_CONFIDENCE = Setting.real("least_confidence",
            "less sure answers are replaced by a placeholder", 0, 1, 0.15);

    static final Setting<Double> DROPOUT = Setting.real("dropout", "dropout of the encoder", 0, 0.95, 0.1)
            .onlyInTraining();
    static final Setting<Double> DECODER_DROPOUT = Setting
            .real("decoder_dropout", "dropout of the decoder", 0, 0.95, 0.1).onlyInTraining();
    static final Setting<Double> ATTENTION_DROPOUT = Setting
            .real("attention_dropout", "dropout of the decoder's attention", 0, 0.95, 0.2).onlyInTraining();
    static final Setting<Double> STEM_MOMENTUM = Setting
            .real("stem_momentum", "share of the last batch in the running statistics behind the feature extractors",
                    0.001, 1, FingerspellingSizes.PUBLISHED_STEM_MOMENTUM)
            .onlyInTraining();
    static final Setting<Double> HIDDEN = Setting.real("hidden",
            "how often a letter that the decoder reads is hidden from it", 0, 1, SpellingLabels.PUBLISHED_HIDDEN)
            .onlyInTraining();
    static final Setting<Integer> ACCUMULATE = Setting
            .whole("accumulate", "batches whose gradients are added up for one step of the optimiser", 1, 1000, 8)
            .onlyInTraining();
    static final Setting<Augment> AUGMENT = Setting.choice("augment",
            "random changes of sequences: none, as the " + "original's code makes them, or as they were meant",
            Augment.PUBLISHED).onlyInTraining();
    /// The shortest sequence that is learned from.
    public static final Setting<Integer> LEAST_LEARNED = Setting
            .whole("least_learned", "shorter sequences are not learned from", 1, 4096, 1).onlyInTraining();
    /// How often the model is judged.
    public static final Setting<Integer> JUDGED = Setting
            .whole("judged", "the model is judged every so many epochs, and after the last one", 1, 10_000, 1)
            .onlyInTraining();

    private static final List<Setting<?>> SETTINGS = List.of(PART, UNITS, BLOCKS, HEADS, KERNEL, DECODER_HEADS,
            DECODER_UNITS, FRAMES, LETTERS, PADDING, FIT, LEAST_FRAMES, LEAST_CONFIDENCE, DROPOUT, DECODER_DROPOUT,
            ATTENTION_DROPOUT, STEM_MOMENTUM, HIDDEN, AUGMENT, LEAST_LEARNED, Training.EPOCHS.withDefault(400),
            Training.BATCH, ACCUMULATE, Training.RATE.withDefault(4.5e-3), Training.WARM_UP.withDefault(10),
            Training.SCHEDULE, Training.ADAMW_DECAY.withDefault(0.08), Training.CLIP_NORM.withDefault(4.0),
            Training.EMA, Training.SOUP, Training.DROP_LAST, JUDGED, Training.SEED);

    private Fingerspelling() {}

    /// Everything that can be set.
    public static List<Setting<?>> settings() {
        return SETTINGS;
    }

    /// The sizes of the network.
    ///
    /// @throws IllegalArgumentException if settings contradict each other
    public static FingerspellingSizes sizes(Settings s) {
        Objects.requireNonNull(s, "s");
        return new FingerspellingSizes(s.get(PART), s.get(UNITS), s.get(BLOCKS), s.get(HEADS), s.get(KERNEL),
                s.get(DECODER_HEADS), s.get(DECODER_UNITS), s.get(FRAMES), s.get(LETTERS), s.get(PADDING),
                new Rates(s.get(DROPOUT).floatValue(), s.get(DECODER_DROPOUT).floatValue(),
                        s.get(ATTENTION_DROPOUT).floatValue()),
                s.get(STEM_MOMENTUM));
    }

    /// What a trained network reads.
    public static SpellingFeatures features(Settings s) {
        Objects.requireNonNull(s, "s");
        return new SpellingFeatures(s.get(FRAMES), s.get(FIT));
    }

    /// What training reads, before random changes: all frames.
    public static SpellingFeatures unshortened() {
        return new SpellingFeatures(Integer.MAX_VALUE, Fit.NEAREST);
    }

    /// What training reads behind them.
    public static SpellingFeatures shortened(Settings s) {
        Objects.requireNonNull(s, "s");
        return new SpellingFeatures(s.get(FRAMES), Fit.NEAREST);
    }

    /// The network.
    ///
    /// @throws IllegalArgumentException if settings contradict each other, or the parameters are of another network
    public static FingerspellingNetwork network(Settings s, Parameters parameters) {
        return new FingerspellingNetwork(sizes(s), parameters);
    }

    /// How it is trained.
    ///
    /// @param parameters those that the network was made with
    public static SpellingRecipe recipe(Settings s, FingerspellingNetwork network, Parameters parameters) {
        Objects.requireNonNull(s, "s");
        Objects.requireNonNull(network, "network");
        Objects.requireNonNull(parameters, "parameters");
        return new SpellingRecipe(s, network, parameters);
    }

    /// The random changes of sequences in training, if there are any.
    public static Optional<SpellingAugmentation> augmentation(Settings s) {
        Objects.requireNonNull(s, "s");
        return switch (s.get(AUGMENT)) {
            case NONE -> Optional.empty();
            case PUBLISHED -> Optional.of(new SpellingAugmentation(s.get(PART), true));
            case INTENDED -> Optional.of(new SpellingAugmentation(s.get(PART), false));
        };
    }

    /// How phrases are decoded.
    public static SpellingOptions options(Settings s) {
        Objects.requireNonNull(s, "s");
        return new SpellingOptions(1, s.get(LEAST_FRAMES), s.get(LEAST_CONFIDENCE), true);
    }
}
