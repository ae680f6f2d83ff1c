package islr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StandardOutputTest {
    @Test
    void aResultGoesOutInOnePieceWhateverItsLength() {
        List<String> pieces = new ArrayList<>();
        PrintWriter out = new PrintWriter(new StandardOutput(new ByteArrayOutputStream() {
            @Override
            public void write(byte[] bytes) {
                pieces.add(new String(bytes, StandardCharsets.UTF_8));
            }
        }));
        String result = "手".repeat(20_000);
        out.print(result);
        out.println("…");
        assertThat(pieces).isEmpty();
        out.flush();
        out.flush();
        assertThat(pieces).containsExactly(result + "…" + System.lineSeparator());
    }

    @Test
    void aFullDiskIsTold() {
        assertThat(failure("No space left on device")).isEqualTo("standard output: No space left on device");
    }

    @Test
    void aReaderThatHasSeenEnoughIsNoFailure() {
        assertThat(failure("Broken pipe")).isNull();
        assertThat(failure("The pipe is being closed")).isNull();
    }

    private static String failure(String reason) {
        StandardOutput output = new StandardOutput(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(reason);
            }
        });
        PrintWriter out = new PrintWriter(output);
        out.println("line");
        assertThat(output.failure()).isEmpty();
        assertThat(out.checkError()).isTrue();
        return output.failure().orElse(null);
    }
}
