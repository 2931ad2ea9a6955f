"""What ffmpeg is told: how raw frames become an MP4 or WebM film, or a segment of one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from shlex import split
from types import MappingProxyType

_COLOUR = split("-colorspace bt709 -color_primaries bt709 -color_trc bt709 -color_range tv")
_STEADY = split("-fflags +bitexact -flags:v +bitexact")
# no B-frames: then segments join without a seam, and films start at 0 in every player. Looking ten frames ahead
# gives superfast what it lacks for still pictures: half the bytes, and a quarter less work than veryfast. Two threads
# keep up with the painter; more take its core from it, and a film on two cores is made slower by a seventh
_X264 = split(
    "-c:v libx264 -preset superfast -mbtree 1 -rc-lookahead 10 -crf 20 -bf 0 -threads 2 -chroma_sample_location center"
)
_VP9 = split(
    "-c:v libvpx-vp9 -deadline realtime -cpu-used 7 -row-mt 1 -tile-columns 2 -threads 4 -b:v 0 -crf 30"
)


@dataclass(frozen=True, slots=True)
class VideoForm:
    """A kind of video: its encoder, how a whole film and a segment are wrapped, and the segments' four letters."""

    codec: tuple[str, ...]
    whole: tuple[str, ...]
    segment: tuple[str, ...]
    letters: bytes


FORMS = MappingProxyType(
    {
        "mp4": VideoForm(
            tuple(_X264),
            ("-movflags", "+faststart", "-f", "mp4"),
            ("-x264-params", "aud=1", "-f", "h264"),
            b"H264",
        ),
        "webm": VideoForm(tuple(_VP9), ("-f", "webm"), ("-f", "ivf"), b"VP90"),
    }
)


def film_command(form: VideoForm, width: int, height: int, fps: int, words: Path, path: Path) -> list[str]:
    """Return what ffmpeg is told to make a film of raw frames on its standard input."""
    return [
        *_raw(width, height, fps),
        *_described(words),
        *form.codec,
        *_COLOUR,
        *_keys(fps),
        *_STEADY,
        *form.whole,
        "-y",
        str(path),
    ]


def _raw(width: int, height: int, fps: int) -> list[str]:
    shape = ["-s", f"{width}x{height}", "-r", str(fps)]
    return ["-f", "rawvideo", "-pix_fmt", "yuv420p", *shape, "-color_range", "tv", "-i", "pipe:0"]


def _described(words: Path) -> list[str]:
    return ["-f", "ffmetadata", "-i", str(words), "-map", "0:v", "-map_metadata", "1", "-map_chapters", "1"]


def _keys(fps: int) -> list[str]:
    """Ask for a frame to seek to every two seconds."""
    return ["-g", str(2 * fps)]


def segment_command(form: VideoForm, width: int, height: int, fps: int) -> list[str]:
    """Return what ffmpeg is told to make frames without a film around them, on its standard output."""
    return [*_raw(width, height, fps), *form.codec, *_COLOUR, *_keys(fps), *_STEADY, *form.segment, "pipe:1"]


def join_command(form: VideoForm, fps: int, words: Path, path: Path) -> list[str]:
    """Return what ffmpeg is told to make a film of encoded frames, as IVF on its standard input."""
    scale = ["-video_track_timescale", str(512 * fps)] if form.whole[-1] == "mp4" else []
    source = ["-f", "ivf", "-i", "pipe:0", *_described(words), "-c", "copy"]
    return [*source, *scale, *_STEADY, *form.whole, "-y", str(path)]
