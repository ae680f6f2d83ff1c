package islr.weights;

import static islr.weights.NameMap.Change.TRANSPOSE;
import static islr.weights.NameMap.heads;
import static islr.weights.NameMap.keep;
import static islr.weights.NameMap.rename;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.weights.NameMap.Unmatched;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class NameMapTest {
    private static final NameMap MAP = NameMap.of(Unmatched.KEEP,
            rename("{block}.dense.kernel", "{block}.fc.weight", TRANSPOSE),
            rename("{block}.dense.bias", "{block}.fc.bias"), heads("{block}.q.{h}.kernel", "{block}.q_proj.weight"),
            heads("{block}.q.{h}.bias", "{block}.q_proj.bias"), keep("stats.{group}"));

    @Test
    void aKernelIsTransposed() throws WeightsException {
        Map<String, Tensor> ours = MAP.toOurs(Map.of("3.dense.kernel", Tensor.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6)));
        assertThat(ours).containsOnlyKeys("3.fc.weight");
        Tensors.assertSameBits(ours.get("3.fc.weight"), Tensor.of(Shape.of(3, 2), 1, 4, 2, 5, 3, 6));
    }

    @Test
    void whatIsDroppedIsLeftOutAndEverythingElseIsAsBefore() throws WeightsException {
        NameMap dropping = MAP.dropping("{block}.count", "other").dropping("{block}.dense.count");
        Map<String, Tensor> theirs = new LinkedHashMap<>();
        for (String name : new String[] {"3.dense.bias", "3.dense.count", "a.count", "other", "count", "a.b.c.count"}) {
            theirs.put(name, Tensor.of(Shape.of(1), theirs.size()));
        }
        Map<String, Tensor> ours = dropping.toOurs(theirs);
        assertThat(ours.keySet()).containsExactly("3.fc.bias", "count", "a.b.c.count");
        assertThat(dropping.toTheirs(ours, 1).keySet()).containsExactly("3.dense.bias", "count", "a.b.c.count");
        assertThat(MAP.toOurs(theirs)).hasSize(6);
    }

    @Test
    void inNamesWithSlashesAPlaceholderCanBeTheNumberThatKerasAppends() throws WeightsException {
        NameMap keras = NameMap.of(Unmatched.REFUSE, rename("layers/mlp/{i:dense}/vars/0", "fc.{i}.weight", TRANSPOSE),
                rename("layers/mlp/{i:dense_block}/vars/0", "block.{i}.weight"),
                heads("layers/{i:mha}/{h:dense}/vars/0", "mha.{i}.q_proj.weight"), keep("layers/{name}/gain"));
        Map<String, Tensor> theirs = new LinkedHashMap<>();
        theirs.put("layers/mlp/dense_11/vars/0", Tensor.of(Shape.of(2, 1), 1, 2));
        theirs.put("layers/mlp/dense/vars/0", Tensor.of(Shape.of(2, 1), 3, 4));
        theirs.put("layers/mlp/dense_block_2/vars/0", Tensor.of(Shape.of(1), 5));
        theirs.put("layers/mha_1/dense_1/vars/0", Tensor.of(Shape.of(2, 1), 6, 7));
        theirs.put("layers/mha_1/dense/vars/0", Tensor.of(Shape.of(2, 1), 8, 9));
        theirs.put("layers/a.b/gain", Tensor.of(Shape.of(1), 10));
        Map<String, Tensor> ours = keras.toOurs(theirs);
        assertThat(ours.keySet()).containsExactly("fc.11.weight", "fc.0.weight", "block.2.weight",
                "mha.1.q_proj.weight", "layers/a.b/gain");
        Tensors.assertSameBits(ours.get("fc.11.weight"), Tensor.of(Shape.of(1, 2), 1, 2));
        Tensors.assertSameBits(ours.get("mha.1.q_proj.weight"), Tensor.of(Shape.of(2, 2), 8, 9, 6, 7));
        assertThat(keras.toTheirs(ours, 2)).containsOnlyKeys(theirs.keySet());
        for (String other : new String[] {"layers/mlp/dense_0/vars/0", "layers/mlp/dense_01/vars/0",
            "layers/mlp/dense_a/vars/0", "layers/mlp/dense1/vars/0", "layers/mlp/dense_1234567/vars/0",
            "layers.mlp.dense.vars.0"}) {
            assertThatThrownBy(() -> keras.toOurs(Map.of(other, Tensor.zeros(1, 1)))).as(other)
                    .hasMessageContaining("no rule knows this name");
        }
    }

    @Test
    void rulesWithNumberedNamesThatANameCouldBothFitAreRefused() {
        for (String other : new String[] {"a/dense_3/b", "a/dense/b", "a/{x}/b", "a/{x:dense}/b"}) {
            assertThatThrownBy(() -> NameMap.of(Unmatched.KEEP, rename("a/{i:dense}/b", "c.{i}"),
                    rename(other, other.contains("{x") ? "d.{x}" : "d"))).as(other)
                    .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("a name could fit both");
        }
        for (String other : new String[] {"a/dense_a/b", "a/dense_0/b", "a/{x:dens}/b", "a.{x}.b"}) {
            NameMap.of(Unmatched.KEEP, rename("a/{i:dense}/b", "c.{i}"),
                    rename(other, other.contains("{x") ? "d.{x}" : "d"));
        }
    }

    @Test
    void namesAreGivenByPosition() throws WeightsException {
        Map<String, Tensor> theirs = new LinkedHashMap<>();
        theirs.put("dense_27/kernel:0", Tensor.of(Shape.of(1), 1));
        theirs.put("dense_3/kernel:0", Tensor.of(Shape.of(1), 2));
        Map<String, Tensor> named = NameMap.byPosition(theirs, List.of("z", "a"));
        assertThat(named.keySet()).containsExactly("z", "a");
        assertThat(named.get("z").toArray()).containsExactly(1);
        assertThat(named.get("a").toArray()).containsExactly(2);
        for (List<String> names : List.of(List.of("z"), List.of("z", "a", "b"))) {
            assertThatThrownBy(() -> NameMap.byPosition(theirs, names)).isInstanceOf(WeightsException.class)
                    .hasMessage("names: there are 2 tensors, the last of which is 'dense_3/kernel:0', where "
                            + names.size() + " are expected in a fixed order");
        }
        assertThatThrownBy(() -> NameMap.byPosition(theirs, List.of("z", "z")))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("'z' occurs twice");
    }

    @Test
    void headsAreStackedByNumberWhateverTheirOrderInTheFile() throws WeightsException {
        Map<String, Tensor> theirs = new LinkedHashMap<>();
        theirs.put("b.q.1.kernel", Tensor.of(Shape.of(3, 2), 7, 10, 8, 11, 9, 12));
        theirs.put("b.q.0.bias", Tensor.of(Shape.of(2), 1, 2));
        theirs.put("b.q.0.kernel", Tensor.of(Shape.of(3, 2), 1, 4, 2, 5, 3, 6));
        theirs.put("b.q.1.bias", Tensor.of(Shape.of(2), 3, 4));
        Map<String, Tensor> ours = MAP.toOurs(theirs);
        assertThat(ours.keySet()).containsExactly("b.q_proj.weight", "b.q_proj.bias");
        Tensors.assertSameBits(ours.get("b.q_proj.weight"),
                Tensor.of(Shape.of(4, 3), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12));
        Tensors.assertSameBits(ours.get("b.q_proj.bias"), Tensor.of(Shape.of(4), 1, 2, 3, 4));
    }

    @Property(tries = 200)
    void theRowsOfAMatrixAreTheColumnsOfItsTransposition(@ForAll Random random,
            @ForAll @IntRange(min = 1, max = 50) int rows, @ForAll @IntRange(min = 1, max = 50) int columns) {
        Tensor x = Tensors.anyBits(Shape.of(rows, columns), random);
        Tensor y = Layout.transpose(x);
        assertThat(y.shape()).isEqualTo(Shape.of(columns, rows));
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                assertThat(Float.floatToRawIntBits(y.get(j, i))).isEqualTo(Float.floatToRawIntBits(x.get(i, j)));
            }
        }
    }

    @Property(tries = 100)
    void thereAndBackIsTheSameBitForBit(@ForAll Random random, @ForAll @IntRange(min = 1, max = 12) int heads,
            @ForAll @IntRange(min = 0, max = 3) int width, @ForAll @IntRange(min = 0, max = 4) int channels)
            throws WeightsException {
        Map<String, Tensor> theirs = new LinkedHashMap<>();
        for (String block : new String[] {"0", "1", "10", "décodeur", "{block}"}) {
            theirs.put(block + ".dense.kernel", Tensors.anyBits(Shape.of(channels, width), random));
            theirs.put(block + ".dense.bias", Tensors.anyBits(Shape.of(width), random));
            for (int h = 0; h < heads; h++) {
                theirs.put(block + ".q." + h + ".kernel", Tensors.anyBits(Shape.of(channels, width), random));
                theirs.put(block + ".q." + h + ".bias", Tensors.anyBits(Shape.of(width), random));
            }
        }
        theirs.put("stats.lips", Tensors.anyBits(Shape.of(3, 2), random));
        theirs.put("a name of no rule", Tensors.anyBits(Shape.scalar(), random));

        Map<String, Tensor> ours = MAP.toOurs(theirs);
        Map<String, Tensor> back = MAP.toTheirs(ours, heads);
        assertThat(ours).hasSize(5 * 4 + 2);
        assertThat(back).containsOnlyKeys(theirs.keySet());
        theirs.forEach((name, tensor) -> Tensors.assertSameBits(back.get(name), tensor));

        Map<String, Tensor> again = MAP.toOurs(back);
        assertThat(again).containsOnlyKeys(ours.keySet());
        ours.forEach((name, tensor) -> Tensors.assertSameBits(again.get(name), tensor));
    }

    @Test
    void aPartOfALargerArrayIsMappedFromItsOffset() throws WeightsException {
        Tensor part = Tensor.of(Shape.of(8), 0, 0, 1, 2, 3, 4, 0, 0).view(2, Shape.of(2, 2));
        Tensors.assertSameBits(MAP.toOurs(Map.of("0.dense.kernel", part)).get("0.fc.weight"),
                Tensor.of(Shape.of(2, 2), 1, 3, 2, 4));
        Tensors.assertSameBits(MAP.toOurs(Map.of("0.q.0.kernel", part)).get("0.q_proj.weight"),
                Tensor.of(Shape.of(2, 2), 1, 3, 2, 4));
        Tensors.assertSameBits(MAP.toTheirs(Map.of("0.q_proj.weight", part), 2).get("0.q.1.kernel"),
                Tensor.of(Shape.of(2, 1), 3, 4));
    }

    @Test
    void aMissingHeadIsNamed() {
        Map<String, Tensor> theirs = Map.of("b.q.0.bias", Tensor.zeros(2), "b.q.2.bias", Tensor.zeros(2));
        assertThatThrownBy(() -> MAP.toOurs(theirs)).isInstanceOf(WeightsException.class)
                .hasMessage("names: 'b.q_proj.bias': head 1 is missing; there are 2 heads, numbered [0, 2]");
    }

    @Test
    void aHeadNumberWrittenInTwoWaysIsRefused() {
        Map<String, Tensor> theirs = Map.of("b.q.0.bias", Tensor.zeros(2), "b.q.00.bias", Tensor.zeros(2));
        assertThatThrownBy(() -> MAP.toOurs(theirs))
                .hasMessage("names: 'b.q.00.bias': '00' is not the number of a head");
        assertThatThrownBy(() -> MAP.toOurs(Map.of("b.q.9999999999.bias", Tensor.zeros(2))))
                .hasMessageContaining("is not the number of a head");
    }

    @Test
    void aShapeThatDoesNotFitItsRuleIsRefused() {
        assertThatThrownBy(() -> MAP.toOurs(Map.of("b.dense.kernel", Tensor.zeros(2, 3, 4))))
                .hasMessage("names: 'b.dense.kernel': a matrix is to be transposed, but the shape is [2, 3, 4]");
        assertThatThrownBy(() -> MAP.toOurs(Map.of("b.q.0.kernel", Tensor.zeros())))
                .hasMessage("names: 'b.q.0.kernel': a head's kernel [D, d] or bias [d] is wanted, but the shape is []");
        Map<String, Tensor> uneven = new LinkedHashMap<>();
        uneven.put("b.q.0.bias", Tensor.zeros(2));
        uneven.put("b.q.1.bias", Tensor.zeros(3));
        assertThatThrownBy(() -> MAP.toOurs(uneven))
                .hasMessage("names: 'b.q.1.bias': its shape is [3], that of 'b.q.0.bias' is [2]");
        assertThatThrownBy(() -> MAP.toTheirs(Map.of("b.q_proj.bias", Tensor.zeros(10)), 3))
                .hasMessage("names: 'b.q_proj.bias': its shape is [10]: 10 rows cannot be cut into 3 heads");
        assertThatThrownBy(() -> MAP.toTheirs(Map.of("b.q_proj.bias", Tensor.zeros(10)), 0))
                .hasMessageContaining("cannot be cut into 0 heads");
    }

    @Test
    void aNameOfNoRuleIsKeptOrRefusedAsChosen() throws WeightsException {
        NameMap strict = NameMap.of(Unmatched.REFUSE, rename("a.{i}", "b.{i}"));
        assertThatThrownBy(() -> strict.toOurs(Map.of("a.1.2", Tensor.zeros(1))))
                .hasMessage("names: 'a.1.2': no rule knows this name");
        assertThatThrownBy(() -> strict.toTheirs(Map.of("a.1", Tensor.zeros(1)), 1))
                .hasMessage("names: 'a.1': no rule knows this name");
        assertThat(MAP.toOurs(Map.of("other", Tensor.zeros(1)))).containsOnlyKeys("other");
        assertThat(MAP.toOurs(Map.of("x.dense.bias.more", Tensor.zeros(1)))).containsOnlyKeys("x.dense.bias.more");
        assertThat(MAP.toOurs(Map.of("stats.", Tensor.zeros(1)))).containsOnlyKeys("stats.");
    }

    @Test
    void aNameThatIsAlreadyOursIsNotKept() {
        assertThatThrownBy(() -> MAP.toOurs(Map.of("b.fc.bias", Tensor.zeros(1))))
                .hasMessage("names: 'b.fc.bias': this name is already one of the other side, that of the rule"
                        + " '{block}.dense.bias' to '{block}.fc.bias'");
        assertThatThrownBy(() -> MAP.toTheirs(Map.of("b.q.0.bias", Tensor.zeros(1)), 1))
                .hasMessageContaining("already one of the other side");
    }

    @Test
    void rulesThatCannotBeInvertedAreRefused() {
        assertRefused("a name could fit both", rename("a.{i}", "x.{i}"), rename("a.1", "y"));
        assertRefused("a name could fit both", rename("a.{i}", "x.{i}"), rename("b.{i}", "x.{i}"));
        assertRefused("the placeholders differ", rename("a.{i}", "x"));
        assertRefused("the placeholders differ", rename("a", "x.{i}"));
        assertRefused("the placeholders differ", heads("a.{i}", "x.{i}"));
        assertRefused("without {h}", heads("a.{h}", "x.{h}"));
        assertRefused("a placeholder occurs twice", rename("a.{i}.{i}", "x.{i}.{i}"));
        assertRefused("not 'b{i}'", rename("a.b{i}", "x.{i}"));
        assertRefused("not ''", rename("a..b", "x"));
    }

    private static void assertRefused(String message, NameMap.Rule... rules) {
        assertThatThrownBy(() -> NameMap.of(Unmatched.KEEP, rules)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
