package islr.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import islr.nn.transformer.EncoderBlock;
import islr.tensor.Compute;
import islr.tensor.Segments;
import islr.tensor.Tensor;
import islr.tensor.op.Mask;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ParametersTest {
    private static final EncoderBlock.Options BLOCK = new EncoderBlock.Options(4, 2, 6, Activation.GELU, 0, true,
            1e-5f);

    @Property(tries = 20)
    void theSameSeedGivesTheSameNumbers(@ForAll long seed) {
        Same.bits(block(Parameters.fresh(seed)), block(Parameters.fresh(seed)), "same seed");
    }

    @Property(tries = 20)
    void anotherSeedGivesOtherNumbers(@ForAll long seed) {
        Map<String, Tensor> one = block(Parameters.fresh(seed));
        Map<String, Tensor> other = block(Parameters.fresh(seed + 1));
        one.keySet().stream().filter(name -> name.endsWith("fc1.weight") || name.endsWith("fc1.bias"))
                .forEach(name -> assertThat(one.get(name).toArray()).as(name).isNotEqualTo(other.get(name).toArray()));
    }

    @Test
    void addingALayerDoesNotChangeTheOthers() {
        Parameters with = Parameters.fresh(7);
        new Linear(3, 5, with.at("new"));
        Map<String, Tensor> before = block(Parameters.fresh(7));
        Map<String, Tensor> after = block(with);
        before.forEach((name, w) -> Same.bits(w, after.get(name), name));
        assertThat(after.keySet()).hasSize(before.size() + 2).contains("new.weight", "new.bias");
    }

    @Test
    void equalLayersAtDifferentPlacesHaveDifferentNumbers() {
        Parameters parameters = Parameters.fresh(1);
        for (int i = 0; i < 3; i++) {
            new Linear(8, 8, parameters.at(i));
        }
        assertThat(parameters.state().values().stream().map(Tensor::toArray).distinct()).hasSize(6);
        assertThat(parameters.state().get("0.weight").toArray())
                .isNotEqualTo(parameters.state().get("1.weight").toArray());
    }

    @Test
    void namesAreThePathsInTheOrderTheyWereTaken() {
        Parameters parameters = Parameters.fresh(1);
        new LayerNorm(3, 1e-5f, parameters.at("encoder").at(0).at("norm1"));
        new Linear(3, 2, parameters.at("head"));
        assertThat(parameters.state().keySet()).containsExactly("encoder.0.norm1.weight", "encoder.0.norm1.bias",
                "head.weight", "head.bias");
    }

    @Test
    void theStateOfAPlaceIsWhatLiesBelowIt() {
        Parameters parameters = Parameters.fresh(1);
        new Linear(3, 2, parameters.at("head"));
        new Linear(3, 2, parameters.at("head2"));
        assertThat(parameters.at("head").state().keySet()).containsExactly("head.weight", "head.bias");
        assertThat(parameters.at("nothing").state()).isEmpty();
    }

    @Test
    void whatIsKeptBelongsToTheStateButIsNotTrained() {
        Parameters parameters = Parameters.fresh(1);
        Tensor mean = parameters.at("norm").buffer("running_mean", Init.zeros(), 3);
        Tensor weight = parameters.at("norm").get("weight", Init.ones(), 3);
        assertThat(mean.isParameter()).isFalse();
        assertThat(weight.isParameter()).isTrue();
        assertThat(parameters.state().keySet()).containsExactly("norm.running_mean", "norm.weight");
        assertThat(parameters.state().values()).containsExactly(mean, weight);
        assertThat(parameters.trainable().keySet()).containsExactly("norm.weight");
    }

    @Test
    void aStateDictMakesTheSameLayerAgain() {
        Parameters fresh = Parameters.fresh(3);
        EncoderBlock block = new EncoderBlock(BLOCK, fresh.at("block"));
        Parameters loaded = Parameters.of(fresh.state());
        EncoderBlock again = new EncoderBlock(BLOCK, loaded.at("block"));
        Compute c = Compute.cpu();
        Tensor x = Some.tensor(1, 5, 4);
        Segments sequences = Segments.ofLengths(2, 3);
        Same.bits(block.forward(c, x, sequences, Mask.none()), again.forward(c, x, sequences, Mask.none()), "loaded");
        assertThat(loaded.state().keySet()).isEqualTo(fresh.state().keySet());
    }

    @Test
    void givenTensorsTakeThePlaceOfFreshOnesAndChangeNoOther() {
        Tensor given = Some.tensor(1, 2, 3);
        Parameters parameters = Parameters.fresh(7, Map.of("head.weight", given));
        new Linear(3, 2, parameters.at("head"));
        Parameters fresh = Parameters.fresh(7);
        new Linear(3, 2, fresh.at("head"));
        Same.bits(given, parameters.state().get("head.weight"), "given");
        Same.bits(fresh.state().get("head.bias"), parameters.state().get("head.bias"), "fresh");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Linear(2, 2, Parameters.fresh(7, Map.of("weight", given))))
                .withMessage("load: 'weight' is [2, 3]; the model needs [2, 2]");
    }

    @Test
    void aNameThatIsTakenTwiceIsRefused() {
        Parameters parameters = Parameters.fresh(1);
        new Linear(3, 2, parameters.at("fc"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Linear(3, 2, parameters.at("fc")))
                .withMessage("parameters: 'fc.weight' is taken twice");
        assertThatIllegalArgumentException().isThrownBy(() -> parameters.at("fc").buffer("bias", Init.zeros(), 2))
                .withMessage("parameters: 'fc.bias' is taken twice");
    }

    @Test
    void aMissingTensorIsNamedWithItsShape() {
        Parameters parameters = Parameters.of(Map.of("head.weight", Tensor.zeros(2, 3)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Linear(3, 2, parameters.at("head")))
                .withMessage("load: 'head.bias' [2] is missing");
    }

    @Test
    void aTensorOfAnotherShapeIsNamedWithBothShapes() {
        Parameters parameters = Parameters.of(Map.of("head.weight", Tensor.zeros(3, 2)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Linear(3, 2, parameters.at("head")))
                .withMessage("load: 'head.weight' is [3, 2]; the model needs [2, 3]");
    }

    @Test
    void blankParametersHaveNamesAndShapesAndAreOnes() {
        Map<String, Tensor> blank = block(Parameters.blank());
        Map<String, Tensor> fresh = block(Parameters.fresh(1));
        assertThat(blank.keySet()).isEqualTo(fresh.keySet());
        blank.forEach((name, w) -> {
            assertThat(w.shape()).as(name).isEqualTo(fresh.get(name).shape());
            assertThat(w.toArray()).as(name).containsOnly(1);
        });
    }

    private static Map<String, Tensor> block(Parameters parameters) {
        new EncoderBlock(BLOCK, parameters.at("block"));
        return parameters.state();
    }
}
