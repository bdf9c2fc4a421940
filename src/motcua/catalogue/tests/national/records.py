"""Small records in the form of the national database, written for the tests."""

import gzip
import json

TABLE = "Hình thức nộpThời gianPhí, lệ phíMô tả"
PAPERS = "Tên giấy tờMẫu đơn, tờ khaiSố lượng"
BASES = "Tên văn bản pháp lýMã văn bản"


def record(code="1.000001", name="Cấp giấy phép thử", **more):
    """Return a record; ``more`` replaces what it says."""
    return {
        "ma_thu_tuc": code,
        "ten_thu_tuc": name,
        "so_quyet_dinh": "12/QĐ-BTP",
        "cap_thuc_hien": "Cấp tỉnh, Cấp xã",
        "loai_thu_tuc": "Loại khác",
        "linh_vuc": "Hộ tịch",
        "doi_tuong_thuc_hien": "Công dân Việt Nam, Doanh nghiệp",
        "co_quan_co_tham_quyen": "",
        "co_quan_thuc_hien": "Ủy ban nhân dân cấp xã",
        "trinh_tu_thuc_hien": "Bước 1: Nộp. Bước 2: Trong thời hạn 07 ngày làm việc.",
        "cach_thuc_thuc_hien": (
            f"{TABLE}Trực tuyến5 Ngày làm việcMiễn phí"
            "Trực tiếp7 Ngày20,000 Việt Nam Đồng(20.000 đồng/bản)Tại trụ sở."
        ),
        "thanh_phan_ho_so": f"--{PAPERS}Tờ khaiMẫu 01.docx1 bản chính",
        "can_cu_phap_ly": f"{BASES}Luật Hộ tịch60/2014/QH13",
        "yeu_cau_dieu_kien": "Không có thông tin",
        "ket_qua_xu_ly": "Giấy phépMã: KQ.G15.000001Từ khóaKhông có thông tin",
        **more,
    }


def write(path, *lines):
    """Write records, or lines that are none, as JSON Lines; packed by the name."""
    texts = [
        line if isinstance(line, str) else json.dumps(line, ensure_ascii=False)
        for line in lines
    ]
    data = "".join(f"{text}\n" for text in texts).encode()
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path
