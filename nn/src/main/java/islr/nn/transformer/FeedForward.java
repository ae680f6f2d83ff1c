package islr.nn.transformer;

import islr.nn.Activation;
import islr.nn.Dropout;
import islr.nn.Init;
import islr.nn.Linear;
import islr.nn.Parameters;
import islr.tensor.Compute;
import islr.tensor.Tensor;
import java.util.Objects;

/// Two linear maps with an activation between them, for every row: `y = W₂·dropout(f(W₁·x + b₁)) + b₂`.
///
/// - `x` `[N, D]` → `y` `[N, D]`
/// - `fc1.weight` `[hidden, D]`, `fc1.bias` `[hidden]`, `fc2.weight` `[D, hidden]`, `fc2.bias` `[D]`
public final class FeedForward {
    private final Linear fc1;
    private final Linear fc2;
    private final Activation activation;
    private final Dropout dropout;

    /// Fresh parameters as in PyTorch.
    public FeedForward(int channels, int hidden, Activation activation, float dropout, Parameters parameters) {
        Objects.requireNonNull(activation, "activation");
        this.fc1 = new Linear(channels, hidden, parameters.at("fc1"));
        this.fc2 = new Linear(hidden, channels, parameters.at("fc2"));
        this.activation = activation;
        this.dropout = new Dropout(dropout);
    }

    /// Fresh weights by the given rules, biases 0, as in Keras.
    public FeedForward(int channels, int hidden, Activation activation, float dropout, Parameters parameters,
            Init weight1, Init weight2) {
        Objects.requireNonNull(activation, "activation");
        Objects.requireNonNull(weight1, "weight1");
        Objects.requireNonNull(weight2, "weight2");
        this.fc1 = new Linear(channels, hidden, parameters.at("fc1"), weight1, Init.zeros());
        this.fc2 = new Linear(hidden, channels, parameters.at("fc2"), weight2, Init.zeros());
        this.activation = activation;
        this.dropout = new Dropout(dropout);
    }

    /// `y`, in the shape of `x`.
    public Tensor forward(Compute c, Tensor x) {
        return output(c, hidden(c, x));
    }

    /// `dropout(f(W₁·x + b₁))`, `[N, hidden]`.
    public Tensor hidden(Compute c, Tensor x) {
        return dropout.forward(c, fc1.activated(c, x, activation));
    }

    /// `x + y`: with a residual connection around it.
    public Tensor residual(Compute c, Tensor x) {
        return fc2.addedTo(c, x, hidden(c, x));
    }

    /// `W₂·h + b₂`. Linear, so it may be applied to a mean of rows.
    public Tensor output(Compute c, Tensor h) {
        Objects.requireNonNull(h, "h");
        return fc2.forward(c, h);
    }
}
