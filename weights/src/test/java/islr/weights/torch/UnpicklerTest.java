package islr.weights.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import islr.weights.WeightsException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The stack machine, without a file around it.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class UnpicklerTest {
    private static Object run(byte... pickle) throws WeightsException {
        return new Unpickler("m.pt", "data.pkl", ByteBuffer.wrap(pickle)).next();
    }

    private static byte[] ascii(String instructions) {
        return instructions.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void assertRefused(byte[] pickle, String message) {
        assertThatThrownBy(() -> run(pickle)).isInstanceOf(WeightsException.class)
                .hasMessageStartingWith("m.pt: data.pkl").hasMessageContaining(message);
    }

    /// By hand, after the table of Python's `pickletools`.
    @Test
    void plainValuesOfEveryProtocolAreBuilt() throws WeightsException {
        assertThat(run(ascii("(I1\nL-2L\nF0.5\nS'a'\nVb\nI01\nI00\nNl.")))
                .isEqualTo(List.of(1L, -2L, 0.5, "a", "b", true, false, Py.None.NONE));
    }

    @Test
    void valuesOfProtocolTwoAndFourAreBuilt() throws WeightsException {
        PickleBytes pickle = new PickleBytes().op('(').op('K', 200).op('M', 1, 2).op('J', 255, 255, 255, 255)
                .op(0x8a, 1, 0x80).op('G', 0xBF, 0xE0, 0, 0, 0, 0, 0, 0).op(0x88).op(0x89).op('U', 1, 0xE9).text("ü")
                .op(0x8c, 2, 0xC3, 0xBC).op('C', 1, 7).op('l');
        List<?> values = (List<?>) run(pickle.done());
        assertThat(values.subList(0, 10).toArray()).containsExactly(200L, 513L, -1L, -128L, -0.5, true, false, "é", "ü",
                "ü");
        assertThat(((Py.Bytes) values.get(10)).bytes()).containsExactly(7);
    }

    @Test
    void aValueOfTheMemoIsTheSameOne() throws WeightsException {
        PickleBytes pickle = new PickleBytes().op(']').op('q', 3).op('(').op('h', 3).op('K', 1).op('h', 3).op('t')
                .op(0x94).op('0').op('h', 3);
        assertThat(run(pickle.done())).isEqualTo(List.of());
    }

    /// A list in itself is built, as Python builds it; nothing here follows it.
    @Test
    void aCycleIsBuiltWithoutHarm() throws WeightsException {
        Object list = run(new PickleBytes().op(']').op('q', 0).op('h', 0).op('a').done());
        assertThat(((List<?>) list).getFirst()).isSameAs(list);
    }

    @Test
    void dictionariesKeepTheirOrderAndTheLastValueOfAKey() throws WeightsException {
        Object dict = run(new PickleBytes().op('}').op('(').text("b").whole(1).text("a").whole(2).text("b").whole(3)
                .op('u').done());
        assertThat((Map<?, ?>) dict).hasToString("{b=3, a=2}");
    }

    /// Protocols 0 to 4 name things in three ways.
    @Test
    void aNameThatWeightsDoNotNeedIsRefusedWhateverTheWay() {
        assertRefused(ascii("cposix\nsystem\n."),
                "byte 0: it asks for 'posix.system', which weights do not need; " + "nothing of it was executed");
        assertRefused(ascii("(S'id'\niposix\nsystem\n."), "it asks for 'posix.system'");
        assertRefused(new PickleBytes().text("os").text("system").op(0x93).done(), "it asks for 'os.system'");
        assertRefused(new PickleBytes().text("torch.nn.modules.linear").text("Linear").op(0x93).done(),
                "it holds a whole module, not its weights: it asks for 'torch.nn.modules.linear.Linear'");
        assertRefused(new PickleBytes().global("collections.OrderedDict", "__reduce__").done(),
                "it asks for 'collections.OrderedDict.__reduce__'");
        assertRefused(new PickleBytes().global("java.lang", "Runtime").done(), "it asks for 'java.lang.Runtime'");
    }

    /// A name from a file can be made to look like a line of its own, or like nothing.
    @Test
    void aNameThatIsRefusedIsShownOnOneLine() {
        assertRefused(new PickleBytes().text("os\u001b[2J\u202e").text("system").op(0x93).done(),
                "it asks for 'os\\u001b[2J\\u202e.system'");
    }

    @Test
    void whatMayBeNamedMayNotBeCalledWithAnything() {
        PickleBytes storage = new PickleBytes().global("torch", "FloatStorage").op(')').op('R');
        assertRefused(storage.done(), "it calls torch.FloatStorage, which is nothing to call");
        assertRefused(new PickleBytes().text("print").op(')').op('R').done(), "it calls a text");
        assertRefused(new PickleBytes().global("torch._utils", "_rebuild_tensor_v2").op(')').op('R').done(),
                "a tensor is made of 0 things instead of 6");
        assertRefused(new PickleBytes().global("torch", "Size").text("x").op(0x85).op('R').done(),
                "argument 0 of a call is a text");
        assertRefused(new PickleBytes().global("torch", "Size").text("x").op('R').done(),
                "it calls torch.Size with a text");
        assertRefused(new PickleBytes().text("x").text("y").op('b').done(), "it sets attributes of a text");
        assertRefused(new PickleBytes().text("/etc/passwd").op('Q').done(),
                "asks for something outside the pickle that is no storage");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.", "1.", "a.", "e.", "s.", "u.", "t.", "R.", "b.", "(R.", "](a.", "}(a.", "2.", "q\0.",
        "h\1.", "g7\n.", "(((1110.", "o.", "\u0082\1.", "\u0097.", "x."})
    void whatIsNotThereIsNotUsed(String instructions) {
        assertThatThrownBy(() -> run(ascii(instructions))).isInstanceOf(WeightsException.class)
                .hasMessageStartingWith("m.pt: data.pkl, byte ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "(", "K", "J\1\2", "X\5\0\0\0abc", "c", "cos", "cos\nsystem", "I12", "G\0\0", "\u008a\5\1"})
    void aPickleThatIsCutOffIsRefused(String instructions) {
        assertThatThrownBy(() -> run(ascii(instructions))).isInstanceOf(WeightsException.class)
                .hasMessageStartingWith("m.pt: data.pkl").hasMessageContaining("truncated or damaged");
    }

    @Test
    void lengthsAreComparedWithWhatIsLeftBeforeMemoryIsTaken() {
        assertRefused(new PickleBytes().op('X', 255, 255, 255, 255).done(), "a value is said to have 4,294,967,295");
        assertRefused(new PickleBytes().op(0x8d).raw(PickleBytes.le(8, -1)).done(), "a value is said to have -1 bytes");
        assertRefused(new PickleBytes().op(0x8e).raw(PickleBytes.le(8, Long.MAX_VALUE)).done(), "a value is said to");
        assertRefused(new PickleBytes().op(0x8b).raw(PickleBytes.le(4, Integer.MAX_VALUE)).done(),
                "a number is said to have 2,147,483,647 bytes");
        assertRefused(ascii("L" + "9".repeat(10_001) + "\n."), "a line is longer than 10,000 bytes");
        assertRefused(ascii("L" + "9".repeat(5_000) + "\n."), "is no number");
    }

    @Test
    void aMillionValuesAreEnough() {
        byte[] many = new byte[3_000_000];
        java.util.Arrays.fill(many, (byte) '}');
        assertRefused(many, "it makes more than 1,000,000 values");
    }

    /// Each tuple holds the one before twice: its hash would take 2^50 steps.
    @Test
    void theHashOfAValueIsNotAsked() {
        PickleBytes pickle = new PickleBytes().op('}').op(')');
        for (int i = 0; i < 50; i++) {
            pickle.op('2').op(0x86);
        }
        assertRefused(pickle.op('N').op('s').done(), "a key of a dictionary is a tuple");
    }
}
