package islr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import islr.internal.Failures;
import islr.recognize.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LittleMemoryTest {
    private final List<Object> written = new ArrayList<>();
    private final LittleMemory memory = new LittleMemory(answer -> written.add(answer.input()));

    private void write(String input, String error) {
        memory.write(new Answer<>(input, Optional.empty(), Optional.of(error), 0, 0));
    }

    private void tooLarge(String input) {
        write(input, input + ": " + Failures.outOfMemory());
    }

    @Test
    void oneClipThatIsTooLongIsToldInItsPlaceAndTheOthersGoOn() {
        write("a", "broken");
        tooLarge("b");
        write("c", "broken");
        tooLarge("d");
        memory.finish();
        assertThat(written).containsExactly("a", "b", "c", "d");
        assertThat(memory.isTooLittle()).isFalse();
    }

    @Test
    void severalInARowMeanThatTheMemoryIsTooSmall() {
        write("a", "broken");
        tooLarge("b");
        assertThat(memory.isTooLittle()).isFalse();
        tooLarge("c");
        assertThat(memory.isTooLittle()).isTrue();
        assertThat(written).containsExactly("a");
    }
}
