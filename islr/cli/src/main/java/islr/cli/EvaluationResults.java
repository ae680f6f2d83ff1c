package islr.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import islr.data.SignList;
import islr.data.WholeFile;
import islr.recognize.ModelFile;
import islr.train.report.ClassificationReport;
import islr.train.report.Confusions;
import islr.train.report.ErrorDrawings;
import islr.train.report.Evaluation;
import islr.train.report.EvaluationTables;
import islr.train.report.Robustness;
import islr.weights.text.Counts;
import islr.weights.text.OneLine;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;

/// What `evaluate` prints, and writes into its folder.
///
/// @param judged signers
/// @param clips what is said of their clips
/// @param robustness what is said of them when they are changed, if that was asked for
record EvaluationResults(List<Path> files, List<ModelFile> models, List<String> judged, JudgedClips clips,
        SignList signs, Optional<Robustness> robustness) {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int CONFUSED = 10;

    private Evaluation evaluation() {
        return clips.evaluation();
    }

    /// @return this
    EvaluationResults print(PrintWriter out) {
        for (int i = 0; i < files.size(); i++) {
            ModelFile model = models.get(i);
            out.println("Model: " + files.get(i) + " (" + model.preset().id() + ", " + Counts.of(model.classes())
                    + " signs" + model.trainedOn().map(names -> ", trained on signer " + String.join(", ", names))
                            .orElse(", which does not say whom it was trained on")
                    + ")");
        }
        out.printf(Locale.ROOT, "Judged on %,d clips of signer %s%s%n", evaluation().labels().length,
                String.join(", ", judged), known() ? ", who took part in the training" : "");
        out.printf(Locale.ROOT, "Accuracy %.1f %%, top-5 %.1f %%, top-10 %.1f %%, loss %.3f%n",
                100 * evaluation().top(1), 100 * evaluation().top(5), 100 * evaluation().top(10), evaluation().loss());
        sure().ifPresent(out::println);
        out.println();
        out.print(report().table(sign -> OneLine.of(signs.name(sign))));
        out.println();
        List<Confusions.Pair> confused = evaluation().confusions();
        out.println(confused.isEmpty() ? "No sign is taken for another." : "Most confused:");
        confused.stream().limit(CONFUSED)
                .forEach(pair -> out.println("  " + OneLine.of(signs.name(pair.sign())) + " is taken for "
                        + OneLine.of(signs.name(pair.takenFor())) + " in " + Counts.of(pair.clips()) + " of "
                        + Counts.of(pair.of()) + " clips"));
        for (ModelFile model : models) {
            SequencedMap<String, Double> weights = model.model().landmarkWeights();
            if (!weights.isEmpty()) {
                StringBuilder line = new StringBuilder("Learned landmark weights of " + model.preset().id() + ":");
                weights.forEach((group, share) -> line
                        .append(String.format(Locale.ROOT, " %s %.1f %%", group.replace('_', ' '), 100 * share)));
                out.println(line);
            }
        }
        robustness.ifPresent(changed -> {
            out.println();
            changed.table().forEach(out::println);
        });
        out.flush();
        return this;
    }

    /// How many answers are sure, and how many of them are right; nothing of a model without a threshold.
    private Optional<String> sure() {
        if (evaluation().sure().isEmpty()) {
            return Optional.empty();
        }
        String share = String.format(Locale.ROOT, "Sure%s of %.1f %% of the clips",
                models.getFirst().certainty().rule().map(rule -> " (" + rule + ")").orElse(""),
                100 * evaluation().sureShare());
        return Optional.of(evaluation().sureShare() == 0 ? share : share
                + String.format(Locale.ROOT, ", accuracy among them %.1f %%", 100 * evaluation().sureAccuracy()));
    }

    private boolean known() {
        return models.stream().anyMatch(
                model -> model.trainedOn().map(names -> judged.stream().anyMatch(names::contains)).orElse(false));
    }

    private ClassificationReport report() {
        return evaluation().report();
    }

    void write(Path folder) throws IOException {
        EvaluationTables.write(folder, clips.recordings(), evaluation(), signs::name, List.of());
        ErrorDrawings.write(folder, clips.source(), clips.numbers(), evaluation(), signs::name);
        if (robustness.isPresent()) {
            robustness.get().write(folder);
        }
        WholeFile.write(folder.resolve("evaluation.json"), json().getBytes(StandardCharsets.UTF_8));
    }

    /// Null where there is none.
    private static void number(JsonGenerator json, String key, double value) throws IOException {
        if (Double.isNaN(value)) {
            json.writeNullField(key);
        } else {
            json.writeNumberField(key, value);
        }
    }

    private String json() throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text).useDefaultPrettyPrinter()) {
            json.writeStartObject();
            json.writeArrayFieldStart("models");
            for (Path file : files) {
                json.writeString(file.toString());
            }
            json.writeEndArray();
            json.writeArrayFieldStart("signers");
            for (String signer : judged) {
                json.writeString(signer);
            }
            json.writeEndArray();
            json.writeNumberField("clips", evaluation().labels().length);
            json.writeNumberField("accuracy", evaluation().top(1));
            json.writeNumberField("top5_accuracy", evaluation().top(5));
            json.writeNumberField("top10_accuracy", evaluation().top(10));
            json.writeNumberField("loss", evaluation().loss());
            number(json, "sure_share", evaluation().sureShare());
            number(json, "sure_accuracy", evaluation().sureAccuracy());
            json.writeArrayFieldStart("landmark_weights");
            for (ModelFile model : models) {
                json.writeStartObject();
                for (var weight : model.model().landmarkWeights().entrySet()) {
                    json.writeNumberField(weight.getKey(), weight.getValue());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            if (robustness.isPresent()) {
                write(json, robustness.get());
            }
            json.writeArrayFieldStart("remarks");
            for (String remark : clips.remarks()) {
                json.writeString(remark);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return text + "\n";
    }

    private static void write(JsonGenerator json, Robustness robustness) throws IOException {
        json.writeArrayFieldStart("robustness");
        for (Robustness.Change change : robustness.changes()) {
            json.writeStartObject();
            json.writeStringField("change", change.disturbance().key());
            json.writeNumberField("accuracy", robustness.accuracy(change));
            json.writeNumberField("points", robustness.points(change));
            json.writeBooleanField("falls", robustness.fallsMuch(change));
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
