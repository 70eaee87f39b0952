// What libqrencode, in C, needs for the symbol that BenchmarkSymbol makes: version 15, level M, ECI 4, one byte segment, eight
// masks scored. Where it is installed (Debian: libqrencode-dev):
//
//	cc -O2 -o /tmp/qrencode-bench client/upn/testdata/qrencode.c -lqrencode && /tmp/qrencode-bench

#include <qrencode.h>
#include <stdio.h>
#include <time.h>

static const unsigned char payload[] =
	"UPNQR\n\n\n\n\n\xaeiga \xc8uk\n\xa9i\xb9" "enska cesta 1\n1000 Ljubljana\n00000005000\n\n\nOTHR\nPolnitev kartice\n\n"
	"SI56029000000200020\nSI058074720-02012345-002\nPrejemnik d.d.\nUlica \xbe" "rtev 2\n1000 Ljubljana\n177\n";

static QRcode *encode(void) {
	QRinput *in = QRinput_new2(15, QR_ECLEVEL_M);
	QRinput_appendECIheader(in, 4);
	QRinput_append(in, QR_MODE_8, sizeof payload - 1, payload);
	QRcode *code = QRcode_encodeInput(in);
	QRinput_free(in);
	return code;
}

int main(void) {
	const int rounds = 2000;
	struct timespec from, to;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
	for (int i = 0; i < rounds; i++) {
		QRcode *code = encode();
		if (code == NULL || code->width != 77) {
			return 1;
		}
		QRcode_free(code);
	}
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
	double ns = (to.tv_sec - from.tv_sec) * 1e9 + (to.tv_nsec - from.tv_nsec);
	printf("libqrencode %s: %.0f ns a symbol of %zu bytes\n", QRcode_APIVersionString(), ns / rounds, sizeof payload - 1);
	return 0;
}
