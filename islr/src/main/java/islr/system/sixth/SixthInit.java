package islr.system.sixth;

import islr.nn.Init;
import java.util.Arrays;

/// How tables start whose first row stands for padding: N(0, 1), and 0 in the first row, as PyTorch's `Embedding` with
/// `padding_idx=0`.
final class SixthInit {
    static final Init PADDED_TABLE = (numbers, shape, random) -> {
        Init.normal(1).fill(numbers, shape, random);
        Arrays.fill(numbers, 0, shape.columns(), 0);
    };

    private SixthInit() {}
}
