package islr.synthetic;

/// When the letters of a phrase are spelled, in frames.
///
/// @param frames T
/// @param starts of each letter, and the end of the last
/// @param rise how long the hand takes to come up before the first letter
record SpelledTiming(int frames, double[] starts, double rise) {

    /// Frames of a letter, the median of all signers.
    private static final double LETTER = 5.5;
    /// Letters with a stroke take longer.
    private static final double STROKE = 1.6;
    private static final double SHORTEST = 3;
    /// The part of a letter's time in which its shape is held.
    private static final double HELD = 0.4;

    /// Where the hand is on its way from one letter to the next.
    ///
    /// @param letter the letter that it comes from; −1 before the first
    /// @param share 0: it still has that letter's shape; 1: it has the next one's
    record Way(int letter, double share) {}

    /// @param tempo the signer's, mean 0, deviation 1; a high tempo means slow letters
    static SpelledTiming random(Stream random, String phrase, double tempo) {
        double[] starts = new double[phrase.length() + 1];
        double rise = random.uniform(2, 5);
        starts[0] = rise;
        double letter = LETTER * StrictMath.exp(0.22 * tempo) * random.logNormal(1, 0.1);
        for (int i = 0; i < phrase.length(); i++) {
            double length = letter * random.logNormal(1, 0.18);
            boolean still = Letter.of(phrase.charAt(i)).stroke() == Stroke.NONE;
            starts[i + 1] = starts[i] + Math.max(SHORTEST, still ? length : STROKE * length);
        }
        int frames = (int) Math.ceil(starts[phrase.length()] + random.uniform(1, 4));
        return new SpelledTiming(frames, starts, rise);
    }

    int letters() {
        return starts.length - 1;
    }

    /// The frame in which a letter is clearest.
    int centre(int letter) {
        return (int) ((starts[letter] + starts[letter + 1]) / 2);
    }

    /// Phase of a letter, 0 to 1.
    double phase(int letter, int frame) {
        return Math.clamp((frame + 0.5 - starts[letter]) / (starts[letter + 1] - starts[letter]), 0, 1);
    }

    Way way(int frame) {
        double t = frame + 0.5;
        int letter = -1;
        while (letter + 1 < letters() && t >= held(letter + 1, -1)) {
            letter++;
        }
        double from = letter < 0 ? 0 : held(letter, 1);
        double to = letter + 1 < letters() ? held(letter + 1, -1) : frames;
        double share = Math.clamp((t - from) / (to - from), 0, 1);
        return new Way(letter, share * share * (3 - 2 * share));
    }

    /// When the shape of a letter begins (side −1) or ceases (1) to be held.
    private double held(int letter, int side) {
        double middle = (starts[letter] + starts[letter + 1]) / 2;
        return middle + side * HELD / 2 * (starts[letter + 1] - starts[letter]);
    }

    /// 1 when the hand is up, less while it rises.
    double raised(int frame) {
        double e = Math.clamp((frame + 0.5) / rise, 0, 1);
        return 0.5 + 0.5 * e * e * (3 - 2 * e);
    }
}
