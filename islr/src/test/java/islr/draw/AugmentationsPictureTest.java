package islr.draw;

import static org.assertj.core.api.Assertions.assertThat;

import islr.system.Augmenting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class AugmentationsPictureTest {
    private static final Path COMMITTED = Path.of("doc", "augmentations.svg");

    @Test
    void thePictureOfTheReadmeIsWhatTheCodeDraws() throws IOException {
        String drawn = AugmentationsPicture.svg();
        String committed = Files.exists(COMMITTED) ? Files.readString(COMMITTED) : "";
        if (!committed.equals(drawn)) {
            Path now = Files.writeString(Files.createDirectories(Path.of("target")).resolve("augmentations.svg"),
                    drawn);
            assertThat(committed.equals(drawn)).as("islr/" + COMMITTED + " is not what the code draws; look at islr/"
                    + now + " and put it in its place if it is as it should be").isTrue();
        }
    }

    @Test
    void everySettingIsInThePictureAndInTheReadme() throws IOException {
        String drawn = AugmentationsPicture.svg();
        List<String> readme = Files.readAllLines(Path.of("README.md"));
        Augmenting.SETTINGS.stream().filter(setting -> setting != Augmenting.BALANCE).forEach(setting -> {
            assertThat(drawn).contains(">" + setting.key() + " = ");
            assertThat(readme).anyMatch(line -> line.startsWith("| `" + setting.key() + "` |"));
        });
    }

    @Test
    void thePictureIsSmall() {
        assertThat(AugmentationsPicture.svg().length()).isLessThan(300_000);
    }
}
