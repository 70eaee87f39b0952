package paper

import (
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"cekr.kranj.si/desk/client/upn"
	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
)

func TestDump(t *testing.T) {
	var orders []Order
	for seed := range 200 {
		orders = append(orders, onForm(anyOrder().Filter(func(o upn.Order) bool { return o.Validate() == nil }).Example(seed)))
	}
	b, _ := OrdersPDF(orders)
	os.WriteFile("/tmp/look/r.pdf", b, 0o644)
	for _, dpi := range []float64{300, 400, 600} {
		for _, box := range [][4]float64{{63.5, 6, 40, 39.5}, {65.6, 7.9, 35.8, 35.7}} {
			dir := t.TempDir()
			at := func(v float64) string { return strconv.Itoa(int(v * dpi / 25.4)) }
			exec.Command("pdftoppm", "-r", strconv.Itoa(int(dpi)), "-gray", "-png", "-x", at(box[0]), "-y", at(box[1]), "-W", at(box[2]), "-H", at(box[3]), "/tmp/look/r.pdf", dir+"/c").Run()
			files, _ := filepath.Glob(dir + "/c*.png")
			for name, h := range map[string]map[gozxing.DecodeHintType]any{"plain": nil, "harder": {gozxing.DecodeHintType_TRY_HARDER: true}, "pure": {gozxing.DecodeHintType_PURE_BARCODE: true}} {
				bad := 0
				for _, f := range files {
					r, _ := os.Open(f)
					img, _ := png.Decode(r)
					r.Close()
					for _, bin := range []string{"hybrid"} {
						_ = bin
						src := gozxing.NewLuminanceSourceFromImage(img)
						bm, _ := gozxing.NewBinaryBitmap(gozxing.NewHybridBinarizer(src))
						if _, err := qrcode.NewQRCodeReader().Decode(bm, h); err != nil {
							bad++
						}
					}
				}
				t.Log(dpi, box[0], name, "bad", bad, "of", len(files))
			}
		}
	}
}
