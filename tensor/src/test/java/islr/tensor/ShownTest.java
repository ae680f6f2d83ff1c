package islr.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import islr.tensor.grad.Gradients;
import islr.tensor.grad.Tape;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/// Tensors and gradients as text.
class ShownTest {
    private static Tensor counted(int... sizes) {
        Tensor x = Tensor.zeros(sizes);
        for (int i = 0; i < x.size(); i++) {
            x.array()[x.offset() + i] = i;
        }
        return x;
    }

    @Test
    void numbersHaveFiveDigitsAtTheMost() {
        assertEquals("Tensor[12] [0, -0, 1, -1.5, 0.1, 0.33333, 123460, 1.2346E7, 1.5E-5, NaN, Infinity, -Infinity]",
                Tensor.of(Shape.of(12), 0, -0f, 1, -1.5f, 0.1f, 1 / 3f, 123456, 12345678, 1.5e-5f, Float.NaN,
                        Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY).toString());
        assertEquals("Tensor[4] [100, 0.0001, 999990, 1E10]",
                Tensor.of(Shape.of(4), 100, 0.0001f, 999990, 1e10f).toString());
    }

    @Test
    void theyAreTheSameInEveryLocale() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
        try {
            assertEquals("Tensor[] 6.1", Tensor.scalar(6.1f).toString());
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void anAxisIsAPairOfBrackets() {
        assertEquals("Tensor[2, 1, 3]\n[[[0, 1, 2]],\n [[3, 4, 5]]]", counted(2, 1, 3).toString());
        assertEquals("Tensor[0] []", counted(0).toString());
        assertEquals("Tensor[2, 0]\n[[],\n []]", counted(2, 0).toString());
        assertEquals("Tensor[2]" + " [4, 5]", counted(3, 2).view(4, Shape.of(2)).toString());
    }

    @Test
    void onlyTheEndsOfALargeTensorAreShown() {
        assertEquals("Tensor[101] [0, 1, 2, ..., 98, 99, 100]", counted(101).toString());
        assertThat(counted(100).toString()).contains(", 50, ").doesNotContain("...");
        assertEquals("""
                Tensor[7, 17]
                [[0, 1, 2, ..., 14, 15, 16],
                 [17, 18, 19, ..., 31, 32, 33],
                 [34, 35, 36, ..., 48, 49, 50],
                 ...,
                 [68, 69, 70, ..., 82, 83, 84],
                 [85, 86, 87, ..., 99, 100, 101],
                 [102, 103, 104, ..., 116, 117, 118]]""", counted(7, 17).toString());
        assertThat(counted(6, 17).toString()).doesNotContain("...,\n");
    }

    @Test
    void theTextOfATensorOfManyAxesIsShortToo() {
        int[] sizes = new int[20];
        Arrays.fill(sizes, 2);
        String text = counted(sizes).toString();
        assertThat(text).hasSizeBetween(1_000, 30_000).contains(", 999]").doesNotContain("1000").endsWith("...]");
        assertEquals(text.chars().filter(c -> c == '[').count(), text.chars().filter(c -> c == ']').count());
    }

    @Test
    void aTensorWhoseWorkspaceWasResetSaysSo() {
        Workspace workspace = Workspace.create();
        Tensor x = workspace.allocate(Shape.of(3, 5));
        Arrays.fill(x.array(), x.offset(), x.offset() + 15, 7);
        assertThat(x.toString()).startsWith("Tensor[3, 5]\n[[7, 7, 7, 7, 7],\n");
        workspace.reset();
        assertEquals("Tensor[3, 5] (its workspace was reset)", x.toString());
    }

    @Test
    void gradientsAreTheLossAndTheShapesOfTheParameters() {
        Compute c = Compute.cpu();
        Tensor a = Tensor.of(Shape.of(3), 1, 2, 4).parameter();
        Tensor b = Tensor.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6).parameter();
        Gradients gradients = Tape.record(c, () -> b.multiply(c, a).square(c).sum(c));
        assertEquals("Gradients of Tensor[] 853 with respect to 2 parameters: [2, 3], [3]", gradients.toString());
        Tensor[] many = new Tensor[23];
        for (int i = 0; i < many.length; i++) {
            many[i] = counted(1, 2).parameter();
        }
        assertThat(Tape.record(c, () -> Tensor.concat(c, 0, many).sum(c)).toString())
                .startsWith("Gradients of Tensor[] 23 with respect to 23 parameters: [1, 2], [1, 2], ")
                .endsWith(", [1, 2], ...");
    }
}
