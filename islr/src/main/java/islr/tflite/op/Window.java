package islr.tflite.op;

import islr.weights.WeightsException;

/// How a window of a convolution or a pooling moves along one axis.
///
/// @param size how many places it sees
/// @param stride how far it moves
/// @param dilation how far apart the places are
/// @param same whether the input is padded with as many places as are missing, half of them before it
record Window(int size, int stride, int dilation, boolean same) {
    private static final int SAME = 0;

    Window {
        if (size < 1 || stride < 1 || dilation < 1) {
            throw new IllegalArgumentException(
                    "a window of " + size + " by steps of " + stride + " with places " + dilation + " apart");
        }
    }

    static boolean isSame(Node node, int field) throws WeightsException, Node.Refused {
        int padding = node.int8(field, SAME);
        if (padding != SAME && padding != SAME + 1) {
            throw new Node.Refused("with padding " + padding);
        }
        return padding == SAME;
    }

    private long reach() {
        return (size - 1L) * dilation + 1;
    }

    /// How many places the window has along `n` numbers.
    int count(int n) {
        long count = same ? Math.ceilDiv((long) n, stride) : Math.ceilDiv(n - reach() + 1, stride);
        return (int) Math.max(0, count);
    }

    /// Where the window's first place is at the start: 0 or less.
    int first(int n) {
        return same ? (int) -(Math.max(0, (count(n) - 1L) * stride + reach() - n) / 2) : 0;
    }
}
