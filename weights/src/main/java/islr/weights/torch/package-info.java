/// PyTorch's files: `.pt`, `.pth` and `.bin`, as `torch.save` writes them.
///
/// Such a file is a list of raw storages and a pickle that says which tensor is which part of which storage. A pickle
/// is a program for a small stack machine, and Python's machine may call anything that can be imported. Ours,
/// `Unpickler`, knows the instructions that build lists, dictionaries and numbers, and a list of names that it looks up
/// in a table of its own (`Globals`). It loads no class, calls no function of anybody else, and refuses all other
/// names.
///
/// - [islr.weights.torch.Torch] opens a file.
package islr.weights.torch;
