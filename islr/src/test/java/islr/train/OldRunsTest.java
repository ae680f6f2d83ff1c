package islr.train;

import static org.assertj.core.api.Assertions.assertThat;

import islr.dataset.ToyClips;
import islr.internal.Checksum;
import islr.system.Setting;
import islr.tensor.Tensor;
import islr.weights.Checkpoint;
import islr.weights.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs that were begun before layer norms could be chosen, samples had a checksum and settings.json had numbers go on.
class OldRunsTest {
    private static final ToyClips CLIPS = new ToyClips(3, 2, 3);

    @TempDir
    private Path undisturbed;

    @TempDir
    private Path folder;

    @Test
    void aRunOfTheProgramAsItWasGoesOnToTheSameBits() throws Exception {
        ToyRuns.train(ToyRuns.begin(undisturbed, CLIPS));
        // Four questions an epoch: it stops in the second one.
        assertThat(ToyRuns.train(ToyRuns.begin(folder, CLIPS), 1, new StopAfter(6))).isEqualTo(Trainer.End.STOPPED);
        makeOld(folder);
        assertThat(ToyRuns.train(ToyRuns.resume(folder, CLIPS))).isEqualTo(Trainer.End.COMPLETE);
        assertThat(ToyRuns.model(folder)).isEqualTo(ToyRuns.model(undisturbed));
        assertThat(ToyRuns.metrics(folder)).hasSize(3).isEqualTo(ToyRuns.metrics(undisturbed));
    }

    /// As the program wrote it that knew no `norm`, no setting that is optional, and no checksum of the samples.
    private static void makeOld(Path run) throws IOException {
        Path settings = run.resolve("settings.json");
        String now = Files.readString(settings);
        List<String> young = ToyRuns.settings().values().list().stream().filter(Setting::isOptional).map(Setting::key)
                .toList();
        assertThat(young).contains("norm", "soup", "rotate", "clip");
        String old = now.lines().filter(line -> young.stream().noneMatch(key -> line.contains("\"" + key + "\" :")))
                .collect(Collectors.joining("\n", "", "\n"));
        assertThat(now.lines().count() - old.lines().count()).isEqualTo(young.size());
        String texts = old.replaceAll(" : ([0-9][^,\n]*)", " : \"$1\"");
        assertThat(texts).contains("\"rate\" : \"0.01\"", "\"seed\" : \"42\"");
        Files.writeString(settings, texts);

        Path file = run.resolve("resume.safetensors");
        Checkpoint state = Safetensors.read(file);
        Map<String, Tensor> tensors = state.tensors();
        Map<String, String> said = new LinkedHashMap<>(state.metadata());
        assertThat(said.remove("samples")).isNotNull();
        String without = said.get("settings");
        for (String key : young) {
            without = without.replaceFirst(", " + key + "=[^,}]*", "");
        }
        assertThat(without).isNotEqualTo(said.put("settings", without)).doesNotContain("norm=", "soup=");
        said.put("checksum", Checksum.of(tensors, said.get("metrics"), without));
        Safetensors.write(file, new Checkpoint(tensors, said));
    }
}
