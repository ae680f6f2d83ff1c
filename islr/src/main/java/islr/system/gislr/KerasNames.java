package islr.system.gislr;

import static islr.weights.NameMap.Change.TRANSPOSE;
import static islr.weights.NameMap.heads;
import static islr.weights.NameMap.keep;
import static islr.weights.NameMap.rename;

import islr.weights.NameMap;

/// The names of the tensors of GISLR-64 and GISLR-32 in Keras, as the specification writes them, and ours, which are
/// PyTorch's.
///
/// Keras stores a kernel as `[in, out]`, and these systems give every attention head query, key and value layers of its
/// own; we store `[out, in]`, and one projection for all heads with head 0's rows first.
public final class KerasNames {
    private static final NameMap GISLR = NameMap.of(NameMap.Unmatched.REFUSE,
            // One vector a frame number, and the row for padding.
            rename("embedding.positional", "embedding.positional.weight"),
            // {group} is lips, left_hand, right_hand or pose; GISLR-64 calls the dominant hand left_hand, whichever it
            // is.
            keep("embedding.{group}.empty"),
            rename("embedding.{group}.dense1.kernel", "embedding.{group}.fc1.weight", TRANSPOSE),
            rename("embedding.{group}.dense2.kernel", "embedding.{group}.fc2.weight", TRANSPOSE),
            keep("embedding.landmark_weights"), rename("embedding.fc1.kernel", "embedding.fc1.weight", TRANSPOSE),
            rename("embedding.fc2.kernel", "embedding.fc2.weight", TRANSPOSE),
            // Only GISLR-32 has layer norms.
            rename("blocks.{i}.ln1.gamma", "blocks.{i}.norm1.weight"),
            rename("blocks.{i}.ln1.beta", "blocks.{i}.norm1.bias"),
            rename("blocks.{i}.ln2.gamma", "blocks.{i}.norm2.weight"),
            rename("blocks.{i}.ln2.beta", "blocks.{i}.norm2.bias"),
            heads("blocks.{i}.attn.q.{h}.kernel", "blocks.{i}.attn.q_proj.weight"),
            heads("blocks.{i}.attn.q.{h}.bias", "blocks.{i}.attn.q_proj.bias"),
            heads("blocks.{i}.attn.k.{h}.kernel", "blocks.{i}.attn.k_proj.weight"),
            heads("blocks.{i}.attn.k.{h}.bias", "blocks.{i}.attn.k_proj.bias"),
            heads("blocks.{i}.attn.v.{h}.kernel", "blocks.{i}.attn.v_proj.weight"),
            heads("blocks.{i}.attn.v.{h}.bias", "blocks.{i}.attn.v_proj.bias"),
            rename("blocks.{i}.attn.o.kernel", "blocks.{i}.attn.out_proj.weight", TRANSPOSE),
            rename("blocks.{i}.attn.o.bias", "blocks.{i}.attn.out_proj.bias"),
            rename("blocks.{i}.mlp.dense1.kernel", "blocks.{i}.ff.fc1.weight", TRANSPOSE),
            rename("blocks.{i}.mlp.dense1.bias", "blocks.{i}.ff.fc1.bias"),
            rename("blocks.{i}.mlp.dense2.kernel", "blocks.{i}.ff.fc2.weight", TRANSPOSE),
            rename("blocks.{i}.mlp.dense2.bias", "blocks.{i}.ff.fc2.bias"),
            rename("classifier.kernel", "classifier.weight", TRANSPOSE), keep("classifier.bias"),
            // Statistics of the training set, for the preprocessing.
            keep("stats.{group}.mean"), keep("stats.{group}.std"));

    private KerasNames() {}

    /// The map of both systems. A name that neither has is refused.
    public static NameMap gislr() {
        return GISLR;
    }
}
