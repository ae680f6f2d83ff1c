/// `export-onnx`: a model as an ONNX file, compared with the model before it gets its name.
package islr.tools.export;
