package islr.nn;

import islr.tensor.Shape;
import islr.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.SplittableRandom;

/// Where layers take their parameters from: a place in a tree of names, `parameters.at("encoder").at("0")`.
///
/// The same constructors serve fresh weights and a loaded checkpoint; the difference is made once, at the root. Fresh
/// numbers come from one random stream for each full name, so that adding a layer does not reshuffle the others.
///
/// A tensor is either **trainable** ([#get]) or a **buffer** ([#buffer]: statistics and the like, which belong to the
/// checkpoint but get no gradient).
public final class Parameters {
    /// Makes or finds the tensor of a full name.
    @FunctionalInterface
    private interface Source {
        Tensor get(String name, Shape shape, Init init);
    }

    private final Source source;
    private final String prefix;
    private final SequencedMap<String, Tensor> all;

    private Parameters(Source source, String prefix, SequencedMap<String, Tensor> all) {
        this.source = source;
        this.prefix = prefix;
        this.all = all;
    }

    /// Fresh parameters; the same seed gives the same numbers.
    public static Parameters fresh(long seed) {
        return fresh(seed, Map.of());
    }

    /// Fresh parameters, but for some tensors that are given by full name.
    public static Parameters fresh(long seed, Map<String, Tensor> given) {
        Objects.requireNonNull(given, "given");
        Source known = named(given);
        return root((name, shape, init) -> {
            if (given.containsKey(name)) {
                return known.get(name, shape, init);
            }
            Tensor x = Tensor.of(shape, new float[shape.size()]);
            init.fill(x.array(), shape, new SplittableRandom(seed ^ hash(name)));
            return x;
        });
    }

    /// Ones instead of random numbers, for a model of which only names and shapes are wanted.
    public static Parameters blank() {
        return blank(Long.MAX_VALUE);
    }

    /// The same for a model that may turn out too large.
    ///
    /// @param most how many numbers it may have; layers that ask for more get a [TooManyException]
    public static Parameters blank(long most) {
        long[] taken = {0};
        return root((name, shape, init) -> {
            taken[0] += shape.size();
            if (taken[0] > most) {
                throw new TooManyException(name, most);
            }
            Tensor x = Tensor.of(shape, new float[shape.size()]);
            Arrays.fill(x.array(), 1);
            return x;
        });
    }

    /// A model is larger than its caller allows.
    public static final class TooManyException extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        private TooManyException(String name, long most) {
            super("parameters: with '" + name + "' there are more than " + most + " numbers");
        }
    }

    /// The tensors of a checkpoint, not copied.
    ///
    /// Constructors then throw an [IllegalArgumentException] for a tensor that is missing or has another shape.
    public static Parameters of(Map<String, Tensor> named) {
        Objects.requireNonNull(named, "named");
        return root(named(named));
    }

    private static Source named(Map<String, Tensor> named) {
        return (name, shape, init) -> {
            Tensor found = named.get(name);
            if (found == null) {
                throw new IllegalArgumentException("load: '" + name + "' " + shape + " is missing");
            }
            if (!found.shape().equals(shape)) {
                throw new IllegalArgumentException(
                        "load: '" + name + "' is " + found.shape() + "; the model needs " + shape);
            }
            return found;
        };
    }

    private static Parameters root(Source source) {
        return new Parameters(source, "", new LinkedHashMap<>());
    }

    /// The place one name further down.
    public Parameters at(String name) {
        Objects.requireNonNull(name, "name");
        return new Parameters(source, prefix + name + ".", all);
    }

    /// Those below the path with this number: `0.weight` is `weight` of `at(0)`.
    public Parameters at(int index) {
        return at(Integer.toString(index));
    }

    /// A trainable tensor of this place: a parameter (see [Tensor#parameter()]).
    ///
    /// One that a checkpoint has in narrow numbers is widened.
    ///
    /// @throws IllegalArgumentException if the name was taken already
    public Tensor get(String name, Init init, int... sizes) {
        Objects.requireNonNull(name, "name");
        return register(name, source.get(prefix + name, Shape.of(sizes), init).widened().parameter());
    }

    /// The weight of a linear map: trainable as any other, unless a checkpoint has it in narrow numbers
    /// ([Tensor#narrow()]). Then it stays as it is, and can only predict.
    ///
    /// @throws IllegalArgumentException if the name was taken already
    public Tensor weight(String name, Init init, int out, int in) {
        Objects.requireNonNull(name, "name");
        Tensor weight = source.get(prefix + name, Shape.of(out, in), init);
        return register(name, weight.narrow() == null ? weight.parameter() : weight);
    }

    /// A tensor of this place that gets no gradient but belongs to the checkpoint.
    ///
    /// @throws IllegalArgumentException if the name was taken already
    public Tensor buffer(String name, Init init, int... sizes) {
        Objects.requireNonNull(name, "name");
        return register(name, source.get(prefix + name, Shape.of(sizes), init).widened());
    }

    private Tensor register(String name, Tensor tensor) {
        if (all.putIfAbsent(prefix + name, tensor) != null) {
            throw new IllegalArgumentException("parameters: '" + prefix + name + "' is taken twice");
        }
        return tensor;
    }

    /// The state dict: every tensor that layers took below this place, by full name, in the order they were taken.
    public SequencedMap<String, Tensor> state() {
        SequencedMap<String, Tensor> state = new LinkedHashMap<>();
        all.forEach((name, tensor) -> {
            if (name.startsWith(prefix)) {
                state.put(name, tensor);
            }
        });
        return state;
    }

    /// The shapes of [#state()], by full name.
    public SequencedMap<String, Shape> shapes() {
        SequencedMap<String, Shape> shapes = new LinkedHashMap<>();
        state().forEach((name, tensor) -> shapes.put(name, tensor.shape()));
        return shapes;
    }

    /// The trainable part of [#state()].
    public SequencedMap<String, Tensor> trainable() {
        SequencedMap<String, Tensor> trainable = state();
        trainable.values().removeIf(tensor -> !tensor.isParameter());
        return trainable;
    }

    /// 64-bit FNV-1a: spreads names over the seeds; `String.hashCode` would collide among thousands of names.
    private static long hash(String name) {
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * 0x100000001B3L;
        }
        return hash;
    }
}
