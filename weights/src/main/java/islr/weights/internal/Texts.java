package islr.weights.internal;

import java.nio.charset.StandardCharsets;

/// Which texts a checkpoint can hold.
public final class Texts {
    /// The one name that the safetensors format reserves.
    public static final String METADATA = "__metadata__";

    private Texts() {}

    /// A Java string can hold an unpaired surrogate, which UTF-8 cannot encode.
    public static boolean isText(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    /// Whether a tensor of a [islr.weights.Checkpoint] may have that name.
    public static boolean isTensorName(String name) {
        return isText(name) && !name.equals(METADATA);
    }
}
