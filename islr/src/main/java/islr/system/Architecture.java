package islr.system;

import islr.augment.ClipAugmentation;
import islr.features.ClipNodes;
import islr.nn.Parameters;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tflite.GraphView;
import islr.weights.Checkpoint;
import islr.weights.NameMap;
import islr.weights.WeightsException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;

/// A system: what it can be told, what it reads of a clip, its network and how it is trained. A [Preset] is an
/// architecture with sizes.
public interface Architecture {
    /// Everything that can be set, in the order in which files and the help list it, the settings of [Training] that it
    /// uses among them.
    List<Setting<?>> settings();

    /// @return what makes a sample of a clip
    /// @throws IllegalArgumentException if settings contradict each other
    Features features(Settings settings);

    /// @param classes number of signs
    /// @param parameters fresh ones or those of a checkpoint; of statistics also
    /// @return a model whose numbers are these parameters
    /// @throws IllegalArgumentException if settings contradict each other, or the parameters are of another model
    Model model(Settings settings, int classes, Parameters parameters);

    /// How it is trained.
    ///
    /// @param parameters those that the model was made with
    Recipe recipe(Settings settings, Model model, Parameters parameters);

    /// Whether its recipe has a teacher of its own, so that it can have no other.
    default boolean hasTeacher(Settings settings) {
        return false;
    }

    /// Random changes of clips in training, in their order; where there are none, clips need not be kept.
    default List<ClipAugmentation> clipAugmentations(Settings settings) {
        return Augmenting.of(settings);
    }

    /// Random changes of samples in training, behind those of clips, in their order.
    ///
    /// @param epoch from 0: they may become weaker
    default List<Augmentation> augmentations(Settings settings, int epoch) {
        return List.of();
    }

    /// What has to be known of the training set before the first step: buffers of the model, by name.
    ///
    /// @param training may be gone through several times
    default SequencedMap<String, Tensor> statistics(Settings settings, Iterable<Sample> training) {
        return new LinkedHashMap<>();
    }

    /// Names and layouts that checkpoints of this system have elsewhere.
    default List<ForeignNames> foreignNames() {
        return List.of();
    }

    /// Adds the system, as it predicts, to an ONNX graph: from the landmarks of a clip to its logits.
    ///
    /// @param clip the input
    /// @param classes number of signs
    /// @param weights by our names, and nothing else
    /// @return the name of the logits, `[classes]`; all are NaN for a clip in which the system sees nothing
    /// @throws WeightsException if a tensor is missing or has another shape, or this system has no such form
    default String onnx(ClipNodes clip, Settings settings, int classes, Checkpoint weights) throws WeightsException {
        throw new WeightsException("onnx", "this system has no ONNX form yet; convert writes its weights");
    }

    /// Whether [#fromGraph] finds the weights of this system.
    default boolean readsGraphs() {
        return false;
    }

    /// The weights in the graph of a TFLite file, such as a submission to the competition.
    ///
    /// @return the tensors by our names, and settings that the graph shows; empty if this system [looks for
    ///     none][#readsGraphs]
    /// @throws WeightsException that says where the graph is not one of this system
    default Optional<Ours> fromGraph(GraphView graph) throws WeightsException {
        return Optional.empty();
    }

    /// The number of signs, in what is [#told] and in the metadata of a checkpoint.
    String CLASSES = "classes";

    /// What the names of statistics of the training set begin with, if they are buffers of the preprocessing.
    String STATISTICS = "stats.";

    /// What the shapes of a checkpoint's tensors tell of the settings, as text by key, and of the number of [#CLASSES].
    /// It serves for files whose metadata do not say; metadata go first.
    ///
    /// @param tensors by our names
    default Map<String, String> told(Map<String, Tensor> tensors, Map<String, String> metadata) {
        return Map.of();
    }

    /// For [#told]: the shape of a tensor, if there is one of this name and it is a matrix.
    static Optional<Shape> matrix(Map<String, Tensor> tensors, String name) {
        return Optional.ofNullable(tensors.get(name)).map(Tensor::shape).filter(shape -> shape.rank() == 2);
    }

    /// Names and layouts of another program.
    interface ForeignNames {
        /// Whether tensors are called as that program calls them.
        ///
        /// @param theirs in the order of the file
        boolean fits(Map<String, Tensor> theirs);

        /// @return the tensors by our names, in our layouts, and what these names told of the settings
        /// @throws WeightsException if a tensor is missing or unknown, or has another shape than there
        Ours toOurs(Checkpoint theirs) throws WeightsException;

        /// Names that one list of rules translates.
        ///
        /// @param witness a tensor that only checkpoints with these names have
        static ForeignNames of(String witness, NameMap names) {
            Objects.requireNonNull(witness, "witness");
            Objects.requireNonNull(names, "names");
            return new ForeignNames() {
                @Override
                public boolean fits(Map<String, Tensor> theirs) {
                    return theirs.containsKey(witness);
                }

                @Override
                public Ours toOurs(Checkpoint theirs) throws WeightsException {
                    return new Ours(names.toOurs(theirs.tensors()), Map.of());
                }
            };
        }
    }

    /// What a file of another program was translated to.
    ///
    /// @param tensors by our names
    /// @param told settings that show in their names or in their metadata, and no longer in ours; as text by key
    record Ours(Map<String, Tensor> tensors, Map<String, String> told) {
        public Ours {
            Objects.requireNonNull(tensors, "tensors");
            Objects.requireNonNull(told, "told");
        }
    }

    /// The tensors of a checkpoint by our names, whichever they have.
    ///
    /// @throws WeightsException if they have those of another program, but not all, or others as well
    default Ours inOurNames(Checkpoint checkpoint) throws WeightsException {
        Objects.requireNonNull(checkpoint, "checkpoint");
        for (ForeignNames foreign : foreignNames()) {
            if (foreign.fits(checkpoint.tensors())) {
                return foreign.toOurs(checkpoint.widened());
            }
        }
        return new Ours(checkpoint.tensors(), Map.of());
    }
}
