package islr.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the manifests of the jars name is on the class path from which they are made: a jar whose launcher lives in
/// another module starts nothing.
class JarsTest {
    private static final Pattern CLASS = Pattern.compile("<(?:mainClass|Islr-Program)>([^<]+)</");

    @ParameterizedTest
    @CsvSource({"bench, 2", "islr/cli, 4"})
    void theClassesThatAManifestNamesAreThere(String module, int count) throws IOException {
        String pom = Files.readString(Path.of(System.getProperty("islr.root", ".."), module, "pom.xml"));
        List<String> named = CLASS.matcher(pom).results().map(each -> each.group(1)).toList();
        assertThat(named).hasSize(count).allSatisfy(name -> {
            String file = "/" + name.replace('.', '/') + ".class";
            assertThat(JarsTest.class.getResource(file)).as(name).isNotNull();
        });
    }
}
