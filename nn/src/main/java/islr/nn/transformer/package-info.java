/// What transformers are built of: the feed-forward network, the encoder block, and a stack of blocks.
package islr.nn.transformer;
