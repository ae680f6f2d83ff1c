/// Attention: [islr.nn.attention.MultiHeadAttention], whose masks are [islr.tensor.op.Mask]s.
package islr.nn.attention;
