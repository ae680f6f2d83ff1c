package islr.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import islr.data.WholeFile;
import islr.recognize.SpellerFile;
import islr.system.fingerspelling.EditDistance;
import islr.system.fingerspelling.Fingerspelling;
import islr.system.fingerspelling.SpellingEnsemble;
import islr.system.fingerspelling.SpellingMember;
import islr.tensor.Compute;
import islr.train.spelling.JudgedPhrases;
import islr.train.spelling.SpellingEvaluation;
import islr.train.spelling.SpellingTables;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Models that spell, which `evaluate` judges.
///
/// @param files where they are from
/// @param weights of their logits; null if all weigh the same
/// @param beams phrases that are followed at once
record EvaluatedSpellers(List<Path> files, List<SpellerFile> models, List<Double> weights, int beams) {
    private static final JsonFactory JSON = new JsonFactory();

    /// No answer is replaced because it is short or not trusted: what is judged is what was read.
    ///
    /// @throws IllegalArgumentException if the models do not fit together, or the weights do not fit them
    SpellingEnsemble together() {
        if (weights != null && weights.size() != models.size()) {
            throw new IllegalArgumentException("--weight: " + weights.size() + " weights for " + models.size()
                    + " models; one for each is needed");
        }
        if (weights != null && weights.stream().anyMatch(weight -> !(weight > 0) || weight.isInfinite())) {
            throw new IllegalArgumentException("--weight: every weight must be a positive number");
        }
        double sum = weights == null ? models.size() : weights.stream().mapToDouble(w -> w).sum();
        List<SpellingMember> members = new ArrayList<>();
        for (int i = 0; i < models.size(); i++) {
            members.add(new SpellingMember(models.get(i).network().forInference(Compute.cpu()),
                    (float) ((weights == null ? 1 : weights.get(i)) / sum)));
        }
        SpellerFile first = models.getFirst();
        return new SpellingEnsemble(members, Fingerspelling.features(first.settings()),
                Fingerspelling.options(first.settings()).withBeams(beams).trusting());
    }

    /// @param signers who was judged
    void print(PrintWriter out, List<String> signers, JudgedPhrases judged) {
        for (int i = 0; i < files.size(); i++) {
            out.println("Model: " + files.get(i) + " (" + models.get(i).preset().id() + ", spells"
                    + models.get(i).trainedOn().map(names -> ", trained on signer " + String.join(", ", names))
                            .orElse(", which does not say whom it was trained on")
                    + ")");
        }
        SpellingEvaluation evaluation = judged.evaluation();
        boolean known = models.stream().anyMatch(
                model -> model.trainedOn().map(names -> signers.stream().anyMatch(names::contains)).orElse(false));
        out.printf(Locale.ROOT, "Judged on %,d sequences of signer %s%s, %s%n", evaluation.truths().size(),
                String.join(", ", signers), known ? ", who took part in the training" : "",
                beams == 1 ? "the likeliest next letter at a time" : beams + " beams");
        out.printf(Locale.ROOT, "Score %.4f (with neighbours that change places %.4f), %.1f %% without a mistake%n",
                evaluation.score(EditDistance.LEVENSHTEIN), evaluation.score(EditDistance.DAMERAU),
                100 * evaluation.exact());
        out.flush();
    }

    /// Writes `evaluation.json` and `predictions.csv`.
    void write(Path folder, List<String> signers, JudgedPhrases judged) throws IOException {
        SpellingTables.write(folder, judged.recordings(), judged.evaluation());
        WholeFile.write(folder.resolve("evaluation.json"), json(signers, judged).getBytes(StandardCharsets.UTF_8));
    }

    private String json(List<String> signers, JudgedPhrases judged) throws IOException {
        SpellingEvaluation evaluation = judged.evaluation();
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text).useDefaultPrettyPrinter()) {
            json.writeStartObject();
            strings(json, "models", files.stream().map(Path::toString).collect(Collectors.toList()));
            strings(json, "signers", signers);
            json.writeNumberField("beams", beams);
            json.writeNumberField("sequences", evaluation.truths().size());
            json.writeNumberField("characters", evaluation.truths().stream().mapToLong(String::length).sum());
            json.writeNumberField("score", evaluation.score(EditDistance.LEVENSHTEIN));
            json.writeNumberField("damerau_score", evaluation.score(EditDistance.DAMERAU));
            json.writeNumberField("exact", evaluation.exact());
            strings(json, "remarks", judged.remarks());
            json.writeEndObject();
        }
        return text + "\n";
    }

    private static void strings(JsonGenerator json, String key, List<String> values) throws IOException {
        json.writeArrayFieldStart(key);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }
}
