package islr.tools.compare;

import static org.assertj.core.api.Assertions.assertThat;

import islr.recognize.ModelFile;
import islr.recognize.Presets;
import islr.recognize.TestModels;
import islr.system.Preset;
import islr.tensor.Tensor;
import islr.tensor.kernel.NarrowType;
import islr.tools.Tools;
import islr.weights.Checkpoint;
import islr.weights.Safetensors;
import islr.weights.text.Counts;
import islr.weights.text.OneLine;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareCommandTest {
    private static final Preset SIGNS = Presets.of("signs-small");

    @TempDir
    private Path folder;
    private Path model;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void write() throws IOException {
        model = TestModels.write(folder.resolve("a.safetensors"), SIGNS, SIGNS.defaults());
    }

    private int compare(Object... args) {
        return Tools.run(new PrintWriter(out, true), new PrintWriter(err, true),
                Stream.concat(Stream.of("compare"), Stream.of(args)).map(Object::toString).toArray(String[]::new));
    }

    private List<String> lines() {
        return out.toString().lines().toList();
    }

    /// The model with one of its tensors changed.
    private Path changed(String name, float factor) throws IOException {
        Checkpoint all = Safetensors.read(model);
        Map<String, Tensor> tensors = new LinkedHashMap<>(all.tensors());
        Tensor x = tensors.get(name).copy();
        for (int i = 0; i < x.size(); i++) {
            x.array()[x.offset() + i] *= factor;
        }
        tensors.put(name, x);
        Path file = folder.resolve("b.safetensors");
        Safetensors.write(file, all.withTensors(tensors));
        return file;
    }

    @Test
    void aModelAgreesWithItself() throws IOException {
        assertThat(compare(model, model)).as(err.toString()).isZero();
        String title = model + ": signs-small, 5 signs, float32, " + Counts.bytes(Files.size(model));
        assertThat(lines()).startsWith(title, title).element(2).asString()
                .matches("2(\\d) of 2\\1 synthetic clips are answered alike; "
                        + "the largest difference of two logits is 0.0 \\(100.0 %\\)");
        assertThat(lines().subList(4, lines().size())).hasSizeGreaterThan(10)
                .allMatch(line -> line.matches("  \\S+ +\\[[0-9, ]+\\] +0\\.0  (0.0e\\+00 of the largest)?"));
    }

    @Test
    void layersDifferFromThatWhichWasChangedOn() throws IOException {
        assertThat(compare(model, changed("blocks.1.ff1.fc2.weight", 1.5f))).as(err.toString()).isZero();
        List<String> layers = lines().stream().dropWhile(line -> !line.startsWith("layers, for ")).skip(1).toList();
        List<String> same = layers.stream().takeWhile(line -> line.contains("0.0e+00 of the largest")).toList();
        assertThat(same).isNotEmpty().last().asString().startsWith("  blocks.1.ff1.fc1 ");
        assertThat(layers.subList(same.size(), layers.size())).first().asString().startsWith("  blocks.1.ff1.fc2 ");
        assertThat(layers.subList(same.size(), layers.size())).isNotEmpty()
                .noneMatch(line -> line.contains("0.0e+00 of the largest")).last().asString()
                .startsWith("  classifier ");
    }

    @Test
    void clipsThatAreAnsweredDifferentlyAreNamedWithBothAnswers() throws IOException {
        assertThat(compare(model, changed("classifier.weight", -1))).as(err.toString()).isZero();
        String sign = "'(" + TestModels.SIGNS.names().stream().map(name -> Pattern.quote(OneLine.of(name, 60)))
                .collect(Collectors.joining("|")) + ")'";
        assertThat(lines()).filteredOn(line -> line.contains(" | ")).isNotEmpty()
                .allMatch(line -> line.matches("  .+: " + sign + " \\| " + sign + ", largest difference .*"));
        Path labels = Files.writeString(folder.resolve("labels.txt"), "one\ntwo\nthree\nfour\nfive\n");
        assertThat(compare(model, folder.resolve("b.safetensors"), "--labels", labels)).as(err.toString()).isZero();
        assertThat(out.toString()).containsPattern(": '(one|two|three|four|five)' \\| '(one|two|three|four|five)'");
    }

    @Test
    void narrowWeightsAreNamedAndComparedAsTheyPredict() throws IOException {
        Path narrow = folder.resolve("narrow.safetensors");
        Safetensors.write(narrow, ModelFile.read(model).checkpoint(Optional.empty(), NarrowType.INT8));
        assertThat(compare(model, narrow)).as(err.toString()).isZero();
        assertThat(lines().get(1)).startsWith(narrow + ": signs-small, 5 signs, INT8 weights, ");
        assertThat(lines()).last().asString().startsWith("  classifier ").doesNotContain("0.0e+00");
    }

    @Test
    void modelsOfDifferentPresetsAreComparedByTheirAnswers() throws IOException {
        Path other = TestModels.write(folder.resolve("gislr.safetensors"));
        assertThat(compare(model, other)).as(err.toString()).isZero();
        assertThat(lines()).last()
                .isEqualTo("They are of different presets or sizes, so their layers are not compared.");
    }

    @Test
    void modelsOfOtherSignsAreRefused() throws IOException {
        Map<String, String> metadata = new LinkedHashMap<>(Safetensors.read(model).metadata());
        metadata.put("signs", "[\"v\", \"w\", \"x\", \"y\", \"z\"]");
        Path other = folder.resolve("other.safetensors");
        Safetensors.write(other, new Checkpoint(Safetensors.read(model).tensors(), metadata));
        assertThat(compare(model, other)).isEqualTo(1);
        assertThat(err.toString()).startsWith(other + ": its list of signs is not that of " + model);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void whatCannotBeReadIsTold() {
        assertThat(compare(model, folder.resolve("none.safetensors"))).isEqualTo(1);
        assertThat(compare(model, model, folder.resolve("none.parquet"))).isEqualTo(1);
        assertThat(err.toString().lines()).hasSize(2)
                .allMatch(line -> line.contains(folder.resolve("none.").toString()));
    }
}
