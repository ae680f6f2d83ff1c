package islr.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserOptionsTest {
    private static final List<String> JAR = List.of("-XX:+UseG1GC", "-XX:InitialRAMPercentage=0.3", "-Da=b",
            "--add-modules", "jdk.incubator.vector");

    @ParameterizedTest
    @ValueSource(strings = {"ISLR_JAVA_OPTS", "JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS"})
    void whatTheUserSetsInAnyWayReplacesWhatTheJarSets(String variable) {
        assertThat(kept(variable, "-XX:+UseZGC")).containsExactly("-XX:InitialRAMPercentage=0.3", "-Da=b",
                "--add-modules", "jdk.incubator.vector");
        assertThat(kept(variable, " -XX:InitialRAMPercentage=5\n-Da")).containsExactly("-XX:+UseG1GC", "--add-modules",
                "jdk.incubator.vector");
        assertThat(kept(variable, "-Xmx1g -Dab=c -XX:-UseSerialGC")).isEqualTo(JAR);
    }

    private static List<String> kept(String variable, String options) {
        return new UserOptions(Map.of(variable, options)).replaceIn(JAR);
    }

    @Test
    void withoutTheVariablesTheJarsOptionsStay() {
        UserOptions nothing = new UserOptions(Map.of());
        assertThat(nothing.replaceIn(JAR)).isEqualTo(JAR);
        assertThat(nothing.ours()).isEmpty();
        assertThat(nothing.chooseCollector()).isFalse();
    }

    @Test
    void portsThatTheLauncherHasOpenedAreReleased() {
        Map<String, String> environment = new HashMap<>(Map.of("JAVA_TOOL_OPTIONS",
                "-Xmx1g -agentlib:jdwp=transport=dt_socket,server=y,address=5005 -Da=b", "_JAVA_OPTIONS",
                "-Dcom.sun.management.jmxremote.port=9010", "JDK_JAVA_OPTIONS", "-Dcom.sun.management.jmxremote",
                "ISLR_JAVA_OPTS", "-agentlib:jdwp=transport=dt_socket,server=y,address=5006", "HOME", "/home/me"));
        assertThat(UserOptions.releasePorts(environment)).containsExactly(
                "-agentlib:jdwp=transport=dt_socket,server=y,address=5005", "-Dcom.sun.management.jmxremote.port=9010");
        assertThat(environment).isEqualTo(Map.of("JAVA_TOOL_OPTIONS", "-Xmx1g -Da=b", "_JAVA_OPTIONS", "",
                "JDK_JAVA_OPTIONS", "-Dcom.sun.management.jmxremote", "ISLR_JAVA_OPTS",
                "-agentlib:jdwp=transport=dt_socket,server=y,address=5006", "HOME", "/home/me"));
    }
}
