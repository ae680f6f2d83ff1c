package islr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is understood without picocli is understood as picocli understands it.
class ShortCommandLineTest {

    @ParameterizedTest
    @ValueSource(strings = {"a.parquet", "--model m.safetensors a.parquet", "a.parquet --model m.safetensors", "a b c",
        "--format json a", "a --format text b --model m", "@a", "--model m.tflite --labels l.json a.parquet",
        "a --statistics s --model m --labels l", "--preset sixth-25 --model m.pt --format json a"})
    void whatIsTypedMostMeansWhatPicocliMakesOfIt(String line) {
        String[] args = line.split(" ");
        assertThat(ShortCommandLine.parse(args)).hasValue(parsedByPicocli(args));
    }

    private static Inference parsedByPicocli(String... args) {
        InferCommand command = new InferCommand();
        Cli.commandLine(command).parseArgs(args);
        return command.inference();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--help", "-h", "--version", "a --top 3", "--model", "a --model", "--model=m a",
        "--model --top a", "--model m --model n a", "--format xml a", "--format JSON a",
        "--format json --format json a", "-- a", "-", "a --modle m", "--labels l a", "--preset p a",
        "--statistics s --format json a", "--model m --labels l --labels l a", "--model m --set k=v a",
        "--threads 2 a"})
    void theRestIsLeftToPicocli(String line) {
        assertThat(ShortCommandLine.parse(line.split(" "))).isEmpty();
    }

    @Test
    void namesMayHoldAnythingButADashAtTheirBeginning() {
        assertThat(ShortCommandLine.parse("a clip.parquet", "ä=b\"").map(Inference::inputs))
                .hasValue(List.of(Path.of("a clip.parquet"), Path.of("ä=b\"")));
        assertThat(ShortCommandLine.parse("")).isEmpty();
        assertThat(ShortCommandLine.parse("\0")).isEmpty();
    }
}
