"""A PDF by hand, object by object, as tests and benchmarks need it."""

FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def stream(content, more=b""):
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (more, len(content), content)


def whole(objects):
    """Numbered from 1; the first is the catalogue."""
    out, places = b"%PDF-1.4\n", b""
    for i, o in enumerate(objects, 1):
        places += b"%010d 00000 n \n" % len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (i, o)
    n = len(objects) + 1
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (n, places, n, len(out))


def page(content, image=None):
    """Of its content, in a font F, and a picture I of 2 by 2 grey points."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
               b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> %s >> >>" %
               (b"" if image is None else b"/XObject << /I 6 0 R >>"), stream(content), FONT]
    if image is not None:
        objects.append(stream(image, b"/Type /XObject /Subtype /Image /Width 2 /Height 2 /ColorSpace /DeviceGray /BitsPerComponent 8"))
    return whole(objects)
