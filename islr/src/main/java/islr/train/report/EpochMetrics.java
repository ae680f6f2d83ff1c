package islr.train.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/// How an epoch went: a line of `metrics.jsonl`.
///
/// @param epoch from 1
/// @param rate its learning rate
/// @param trainLoss mean loss of the training clips, with label smoothing and all dropout
/// @param trainTop1 share of the answers in training that were right, likewise: signs of clips, or letters of phrases
/// @param heldOutLoss mean −log probability of the held-out clips' signs; NaN if nobody is held out, or phrases are
///     learned
/// @param heldOutTop1 their accuracy, likewise
/// @param heldOutTop5 likewise
/// @param heldOutScore how well the held-out phrases are spelled; NaN if nobody is held out, signs are learned, or this
///     epoch was not judged
/// @param clips number of training clips
/// @param seconds of the epoch, evaluation included
public record EpochMetrics(int epoch, double rate, double trainLoss, double trainTop1, double heldOutLoss,
        double heldOutTop1, double heldOutTop5, double heldOutScore, int clips, double seconds) {
    private static final JsonFactory JSON = new JsonFactory();

    /// Of a run that learns signs.
    public EpochMetrics(int epoch, double rate, double trainLoss, double trainTop1, double heldOutLoss,
            double heldOutTop1, double heldOutTop5, int clips, double seconds) {
        this(epoch, rate, trainLoss, trainTop1, heldOutLoss, heldOutTop1, heldOutTop5, Double.NaN, clips, seconds);
    }

    /// An epoch whose model is not judged yet.
    public static EpochMetrics trained(int epoch, double rate, double loss, double right, int clips) {
        return new EpochMetrics(epoch, rate, loss, right, Double.NaN, Double.NaN, Double.NaN, Double.NaN, clips, 0);
    }

    /// The same, judged on signs.
    public EpochMetrics ofSigns(double loss, double top1, double top5) {
        return new EpochMetrics(epoch, rate, trainLoss, trainTop1, loss, top1, top5, Double.NaN, clips, seconds);
    }

    /// The same, judged on phrases.
    ///
    /// @param score NaN if nothing is held out, or this epoch is not judged
    public EpochMetrics ofPhrases(double loss, double score) {
        return new EpochMetrics(epoch, rate, trainLoss, trainTop1, loss, Double.NaN, Double.NaN, score, clips, seconds);
    }

    /// The same with its time.
    public EpochMetrics lasting(double time) {
        return new EpochMetrics(epoch, rate, trainLoss, trainTop1, heldOutLoss, heldOutTop1, heldOutTop5, heldOutScore,
                clips, time);
    }

    /// How good the answers to what is held out are: the accuracy of signs, the score of phrases.
    public double heldOutQuality() {
        return Double.isNaN(heldOutScore) ? heldOutTop1 : heldOutScore;
    }

    /// One JSON object without a line break. What does not exist (NaN) is left out.
    public String toJson() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("epoch", epoch);
            field(json, "rate", rate);
            field(json, "train_loss", trainLoss);
            field(json, "train_top1", trainTop1);
            field(json, "held_out_loss", heldOutLoss);
            field(json, "held_out_top1", heldOutTop1);
            field(json, "held_out_top5", heldOutTop5);
            field(json, "held_out_score", heldOutScore);
            json.writeNumberField("clips", clips);
            field(json, "seconds", Math.round(seconds * 100) / 100.0);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /// The inverse of [#toJson]; fields that are not there are NaN or 0, others are passed over.
    ///
    /// @throws IOException if it is no JSON object
    public static EpochMetrics fromJson(String line) throws IOException {
        Objects.requireNonNull(line, "line");
        Map<String, Double> fields = new HashMap<>();
        try (JsonParser json = JSON.createParser(line)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("the metrics of an epoch are not a JSON object: " + line);
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                if (json.nextToken().isNumeric()) {
                    fields.put(name, json.getDoubleValue());
                } else {
                    json.skipChildren();
                }
            }
        }
        Function<String, Double> of = name -> fields.getOrDefault(name, Double.NaN);
        return new EpochMetrics(of.apply("epoch").intValue(), of.apply("rate"), of.apply("train_loss"),
                of.apply("train_top1"), of.apply("held_out_loss"), of.apply("held_out_top1"), of.apply("held_out_top5"),
                of.apply("held_out_score"), of.apply("clips").intValue(), of.apply("seconds"));
    }

    private static void field(JsonGenerator json, String name, double value) throws IOException {
        if (!Double.isNaN(value)) {
            json.writeNumberField(name, value);
        }
    }
}
