package islr.train.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import islr.data.SignList;
import islr.dataset.Split;
import islr.dataset.ToyClips;
import islr.nn.Parameters;
import islr.recognize.ModelFile;
import islr.recognize.Presets;
import islr.system.Preset;
import islr.tensor.Tensor;
import islr.train.ToyRuns;
import islr.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StartingModelTest {
    private static final SignList KNOWN = new SignList(List.of("sign 1", "other", "sign 0"));
    private static final SignList ASKED = new SignList(List.of("sign 0", "sign 1", "sign 2", "sign 3"));

    @TempDir
    private Path folder;

    static List<Preset> presets() {
        return Presets.all();
    }

    private static Map<String, Tensor> state(RunSettings settings, int classes, long seed) {
        Parameters parameters = Parameters.fresh(seed);
        settings.signs().architecture().model(settings.values(), classes, parameters);
        return parameters.state();
    }

    private StartingModel model(RunSettings settings, SignList signs) throws IOException {
        Path file = folder.resolve("trained.safetensors");
        ModelFile.write(file, settings.signs(), settings.values(), state(settings, signs.size(), 7), signs,
                List.of("p", "q"), Map.of("epochs_done", "9"));
        return StartingModel.read(file.toString());
    }

    @ParameterizedTest
    @MethodSource("presets")
    void theLastLayerIsTakenOverSignBySignAndAllElseAsItIs(Preset preset) throws IOException {
        RunSettings settings = ToyRuns.tiny(preset);
        StartingModel model = model(settings, KNOWN);
        Map<String, Tensor> tensors = model.tensors(model.settings(), ASKED);
        Map<String, Tensor> old = state(settings, 3, 7);
        Map<String, Tensor> fresh = state(settings, 4, settings.seed());
        int classifiers = 0;
        for (String name : fresh.keySet()) {
            float[] now = tensors.get(name).toArray();
            if (old.get(name).shape().equals(fresh.get(name).shape())) {
                assertThat(now).as(name).isEqualTo(old.get(name).toArray());
            } else {
                classifiers++;
                for (int sign = 0; sign < 4; sign++) {
                    int known = KNOWN.names().indexOf(ASKED.name(sign));
                    assertThat(ofSign(tensors.get(name), 4, sign)).as(name + " of " + ASKED.name(sign))
                            .isEqualTo(known >= 0 ? ofSign(old.get(name), 3, known) : ofSign(fresh.get(name), 4, sign));
                }
            }
        }
        assertThat(classifiers).isPositive();
        assertThat(tensors).containsOnlyKeys(fresh.keySet());
    }

    /// The numbers of one class: the classes are the first or the last axis.
    private static List<Float> ofSign(Tensor tensor, int classes, int sign) {
        List<Float> numbers = new ArrayList<>();
        boolean first = tensor.shape().dim(0) == classes;
        int other = tensor.size() / classes;
        for (int i = 0; i < other; i++) {
            numbers.add(tensor.toArray()[first ? sign * other + i : i * classes + sign]);
        }
        return numbers;
    }

    @Test
    void sizesAndFeaturesAreThoseOfTheFileAndTrainingIsTheUsual() throws IOException {
        StartingModel model = model(ToyRuns.settings("features=both-hands", "rate=0.5", "epochs=77"), KNOWN);
        Map<String, String> settings = model.settings().toMap();
        assertThat(settings).containsEntry("units", "16").containsEntry("features", "both-hands");
        Preset usual = Presets.of("gislr-64-small");
        assertThat(settings).containsEntry("rate", usual.defaults().toMap().get("rate")).containsEntry("epochs",
                usual.defaults().toMap().get("epochs"));
        assertThat(model.description(ASKED))
                .isEqualTo("Starts from " + model.name() + " (preset gislr-64-small, 9 epochs"
                        + "). It knows 2 of the 4 signs; the last layer starts anew for the others.");
        assertThat(model.description(KNOWN)).endsWith("It knows all 3 signs.");
    }

    @Test
    void otherSizesAndPresetsAreRefused() throws IOException {
        StartingModel model = model(ToyRuns.settings(), KNOWN);
        assertThatThrownBy(() -> model.tensors(model.settings().with("units", "32"), ASKED))
                .isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith("init: '")
                .hasMessageEndingWith("with these settings; do not change sizes with --set");
        assertThatThrownBy(() -> model.tensors(ToyRuns.tiny(Presets.of("cls")), ASKED))
                .isInstanceOf(IllegalArgumentException.class).hasMessage("init: " + model.name()
                        + " is a model of preset gislr-64-small; leave --preset out, or start without it");
    }

    @Test
    void theBundledModelIsOneToStartFrom() throws IOException {
        StartingModel bundled = StartingModel.read(UsedModel.BUNDLED);
        assertThat(bundled.tensors(bundled.settings(), ASKED)).isNotEmpty();
        assertThat(bundled.description(ASKED))
                .startsWith("Starts from the bundled model (preset signs-small, 25 epochs)");
    }

    @Test
    void aRunThatStartsFromATrainedModelBeginsWhereItWasAndResumesWithoutTheFile() throws Exception {
        ToyClips clips = new ToyClips(3, 2, 3);
        Path first = folder.resolve("first");
        ToyRuns.train(RunPlan.begin(ToyRuns.settings("epochs=15"), clips, Split.of(clips, List.of("a"), 42),
                RunFolder.at(first)));
        Path file = first.resolve("model.safetensors");
        StartingModel model = StartingModel.read(file.toString());
        Path second = folder.resolve("second");
        RunPlan plan = new RunPlan(model.settings().with("epochs", "2").with("rate", "0"), clips, Split.usual(clips),
                RunFolder.at(second), BestEpoch.USUAL, Optional.of(model.used()), Optional.empty(), Map.of()).begin();
        RunPlan again = RunPlan.resume(RunFolder.existing(second), Map.of(), (data, settings) -> clips);
        assertThat(again.start()).isEqualTo(plan.start());
        assertThat(ToyRuns.train(again)).isEqualTo(Trainer.End.COMPLETE);
        ModelFile trained = ModelFile.read(second.resolve("model.safetensors"));
        model.file().state().forEach(
                (name, tensor) -> assertThat(trained.state().get(name).toArray()).as(name).isEqualTo(tensor.toArray()));
        assertThat(trained.trainedOn()).hasValue(List.of("b", "a"));

        Files.delete(file);
        RunPlan longer = RunPlan.resume(RunFolder.existing(second), Map.of("epochs", "3"), (data, settings) -> clips);
        assertThat(ToyRuns.train(longer)).isEqualTo(Trainer.End.COMPLETE);
    }

    @Test
    void anAccuracyOnPeopleWhomItHasSeenIsTold() {
        UsedModel start = new UsedModel(UsedModel.Role.INIT, "a.safetensors", "", List.of("1", "2"));
        assertThat(start.flattery(List.of("3"))).isEmpty();
        assertThat(start.flattery(List.of())).isEmpty();
        assertThat(start.flattery(List.of("2", "3"))).hasValue(
                "a.safetensors was trained on held-out signers, too (2): " + "their accuracy will be too high.");
        assertThat(new UsedModel(UsedModel.Role.INIT, "bundled", "", List.of()).flattery(List.of("2")))
                .hasValue("Whom bundled was trained on is "
                        + "not known: if it has seen the held-out signers, their accuracy will be too high.");
    }

    @Test
    void anotherModelInItsPlaceIsNoticed() throws IOException {
        UsedModel start = model(ToyRuns.settings(), KNOWN).used();
        Path file = folder.resolve("trained.safetensors");
        ModelFile.write(file, ToyRuns.settings().signs(), ToyRuns.settings().values(), state(ToyRuns.settings(), 3, 8),
                KNOWN, List.of(), Map.of());
        assertThatThrownBy(() -> start.open(ToyRuns.settings())).isInstanceOf(IOException.class).hasMessage("resume: "
                + file + " is not the model any more that this run started from; restore the file, or start a new run");
    }
}
