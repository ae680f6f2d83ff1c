package islr.system.fingerspelling;

import islr.nn.Init;
import islr.nn.Parameters;
import islr.tensor.Tensor;

/// Where in the table of positions the letters of a phrase are: row 59 + n, n the number of letters up to this one that
/// are no padding; padding has row 59, which is 0.
///
/// - buffer `weights` `[1026, d]`: `P[n][m] = sin(n·ω_m)`, `P[n][d/2 + m] = cos(n·ω_m)` with
///   `ω_m = 10000^(−m/(d/2 − 1))`, m < d/2
final class LetterPositions {
    static final int ROWS = 1026;

    private LetterPositions() {}

    static Tensor table(int width, Parameters parameters) {
        return parameters.buffer("weights", angles(width), ROWS, width);
    }

    private static Init angles(int width) {
        int half = width / 2;
        return (numbers, shape, random) -> {
            for (int i = 0; i < numbers.length; i++) {
                int row = i / width;
                int m = i % width % half;
                float frequency = (float) StrictMath.exp(m * (float) (-StrictMath.log(10000) / (half - 1)));
                float angle = row * frequency;
                double number = i % width < half ? StrictMath.sin(angle) : StrictMath.cos(angle);
                numbers[i] = row == Characters.PAD || i % width >= 2 * half ? 0 : (float) number;
            }
        };
    }

    /// The rows of the letters of phrases of equal length, one phrase behind the other.
    static int[] of(int[] tokens, int length) {
        int[] rows = new int[tokens.length];
        int letters = 0;
        for (int i = 0; i < tokens.length; i++) {
            letters = (i % length == 0 ? 0 : letters) + (tokens[i] == Characters.PAD ? 0 : 1);
            rows[i] = row(tokens[i], letters);
        }
        return rows;
    }

    /// @param letters how many letters up to this one, itself among them, are no padding
    static int row(int token, int letters) {
        return Characters.PAD + (token == Characters.PAD ? 0 : letters);
    }
}
