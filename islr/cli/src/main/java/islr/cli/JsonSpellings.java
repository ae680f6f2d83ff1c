package islr.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import islr.recognize.SpellingAnswer;
import islr.system.fingerspelling.Spelling;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/// One JSON object a line.
final class JsonSpellings implements SpellingWriter {
    private static final JsonFactory JSON = new JsonFactory();

    private final PrintWriter out;

    JsonSpellings(PrintWriter out) {
        this.out = out;
    }

    @FunctionalInterface
    private interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    @Override
    public void write(String sequence, SpellingAnswer<?> answer) {
        Spelling spelling = answer.spelling().orElseThrow();
        line(sequence, json -> {
            json.writeNumberField("frames", answer.frames());
            json.writeStringField("phrase", spelling.phrase());
            json.writeFieldName("confidence");
            if (Double.isNaN(spelling.confidence())) {
                json.writeNull();
            } else {
                json.writeNumber(spelling.confidence());
            }
            json.writeArrayFieldStart("tokens");
            for (int token : spelling.tokens()) {
                json.writeNumber(token);
            }
            json.writeEndArray();
            json.writeBooleanField("placeholder", spelling.placeholder());
            json.writeNumberField("read_ms", Math.round(answer.readMillis() * 1000) / 1000.0);
            json.writeNumberField("predict_ms", Math.round(answer.spellMillis() * 1000) / 1000.0);
        });
    }

    @Override
    public void failed(String sequence, String error) {
        line(sequence, json -> json.writeStringField("error", error));
    }

    private void line(String sequence, Fields fields) {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField("clip", sequence);
            fields.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out.println(line);
        out.flush();
    }
}
