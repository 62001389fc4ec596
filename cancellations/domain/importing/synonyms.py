"""What tables from carriers, accountants and old inventories call the columns, in three languages.

Compared folded and without spaces and punctuation (columns.py). The column's own name counts too.
"""

SYNONYMS: dict[str, tuple[str, ...]] = {
    "kind": (
        "SIM type", "SIM kind", "type of SIM", "type", "card type", "form factor", "SIM form", "eSIM or physical",
        "тип SIM", "тип SIM-карты", "вид SIM", "вид SIM-карты", "тип карты", "вид карты", "тип", "форм-фактор",
        "卡型", "卡类型", "SIM类型", "SIM卡类型", "卡片类型", "类型", "卡种类",
    ),
    "nickname": (
        "name", "label", "alias", "SIM name", "card name", "friendly name", "display name", "title",
        "название", "название для себя", "имя", "имя SIM", "метка", "псевдоним", "наименование", "ярлык",
        "昵称", "名称", "别名", "备注名", "卡名", "卡名称", "SIM名称", "标识",
    ),
    "holder": (
        "holder name", "owner", "owner name", "subscriber", "subscriber name", "registered to", "customer",
        "customer name", "client", "client name", "user", "user name", "employee", "full name", "contract holder",
        "владелец", "владелец номера", "абонент", "ФИО", "Ф.И.О.", "ФИО абонента", "ФИО владельца", "клиент",
        "на кого оформлен", "на кого оформлена", "сотрудник", "пользователь", "собственник",
        "机主", "机主姓名", "姓名", "持有人", "持卡人", "客户", "客户姓名", "客户名称",
        "用户", "使用人", "户名", "实名人",
    ),
    "number": (
        "phone", "phone number", "phone no", "telephone", "telephone number", "tel", "tel no", "mobile",
        "mobile number", "mobile no", "mobile phone", "cell", "cell phone", "cell number", "MSISDN", "MSISDN number",
        "SIM number", "line", "line number", "subscriber number", "CTN", "MDN", "DID", "number",
        "номер", "номер телефона", "телефон", "тел", "тел.", "№ телефона", "номер тел", "номер тел.", "моб. номер",
        "мобильный", "мобильный номер", "мобильный телефон", "абонентский номер", "номер абонента", "номер SIM",
        "МСИСДН", "номер MSISDN", "федеральный номер", "номер линии",
        "号码", "手机号", "手机号码", "电话号码", "电话", "手机", "移动电话", "联系号码", "SIM号码",
        "卡号码", "业务号码", "用户号码", "服务号码", "接入号", "本机号码",
    ),
    "iccid": (
        "ICC ID", "ICC", "ICCID number", "SIM ICCID", "ICCID of SIM", "SIM card number", "SIM serial",
        "SIM serial number", "card number", "card no", "serial number of SIM", "UICCID",
        "ИССИД", "ICCID карты", "ICCID SIM", "ICCID SIM-карты", "номер ICCID", "номер SIM-карты",
        "номер сим карты", "номер карты",
        "серийный номер SIM", "серийный номер SIM-карты", "ИД SIM",
        "卡号", "ICCID号", "ICCID号码", "SIM卡号", "集成电路卡识别码", "卡片序列号", "SIM序列号", "SIM卡序列号",
    ),
    "eid": (
        "EID number", "eUICC ID", "eUICCID", "chip EID", "номер EID", "ЕИД", "EID чипа", "EID号", "EID号码", "芯片号",
    ),
    "imsi": ("IMSI number", "номер IMSI", "ИМСИ", "IMSI号", "IMSI号码", "国际移动用户识别码"),
    "imei": (
        "IMEI number", "IMEI 1", "device IMEI", "IMEI SN", "номер IMEI", "ИМЕИ", "IMEI устройства", "IMEI号",
        "IMEI号码", "设备IMEI", "串号",
    ),
    "carrier": (
        "carrier name", "operator", "operator name", "mobile operator", "network", "network operator", "provider",
        "service provider", "MNO", "MVNO", "brand", "telecom", "network name",
        "оператор", "оператор связи", "сотовый оператор", "мобильный оператор", "провайдер", "сеть",
        "运营商", "运营商名称", "网络", "网络运营商", "电信公司", "通信运营商", "供应商", "服务商",
    ),
    "country": (
        "country code", "country of the number", "страна", "код страны", "国家", "国别", "国家代码", "国家/地区",
    ),
    "plan": (
        "tariff", "tariff plan", "rate plan", "price plan", "package", "plan name", "data plan", "subscription",
        "тариф", "тарифный план", "ТП", "план", "пакет", "название тарифа",
        "套餐", "套餐名称", "资费", "资费套餐", "资费计划", "套餐类型", "计划", "主套餐",
    ),
    "monthly_fee": (
        "fee", "monthly cost", "monthly price", "monthly charge", "cost per month", "price per month", "fee per month",
        "monthly", "MRC", "recurring charge", "rental", "monthly rental", "price", "cost",
        "абонентская плата", "абонплата", "абон. плата", "АП", "плата в месяц", "ежемесячная плата",
        "стоимость в месяц", "стоимость", "плата", "сумма в месяц", "месячная плата", "цена",
        "月费", "月租", "月租费", "每月费用", "月费用", "套餐费", "套餐费用", "月资费", "月基本费", "费用",
    ),
    "currency": ("currency code", "валюта", "код валюты", "货币", "币种", "币别", "货币代码"),
    "billing_day": (
        "bill day", "billing date", "bill cycle day", "billing cycle", "payment day", "day of billing", "charge day",
        "день списания", "дата списания", "число списания", "день оплаты", "расчётный день", "день биллинга",
        "账单日", "出账日", "扣费日", "结算日", "计费日", "缴费日", "账期日",
    ),
    "devices": (
        "device", "device name", "devices installed on", "installed on", "equipment", "handset", "phone model",
        "устройства", "устройство", "на каких устройствах", "на каких устройствах установлена", "оборудование",
        "модель устройства", "аппарат",
        "设备", "设备名称", "安装设备", "已安装的设备", "终端", "终端名称", "手机型号", "绑定设备",
    ),
    "note": (
        "notes", "comment", "comments", "remark", "remarks", "description", "memo", "info",
        "примечание", "примечания", "комментарий", "комментарии", "заметка", "заметки", "описание",
        "备注", "说明", "注释", "附注", "描述", "备忘",
    ),
    "tags": (
        "tag", "labels", "category", "categories", "group", "groups", "department", "cost centre", "cost center",
        "теги", "тег", "метки", "категория", "группа", "отдел", "подразделение", "МВЗ",
        "标签", "分类", "类别", "分组", "部门", "组别", "成本中心",
    ),
    "open_request": (
        "open request", "open case", "open a case", "request", "to cancel", "cancel", "cancel it", "to be cancelled",
        "terminate", "to terminate", "disconnect",
        "открыть заявку", "заявка", "открыть заявление", "отключить", "расторгнуть", "закрыть номер", "к отключению",
        "开申请", "开立申请", "提出申请", "是否注销", "注销", "需注销", "要注销", "待注销", "是否销户", "销户",
    ),
    "requested_end_date": (
        "end date", "target date", "target", "requested end", "cancellation date", "cancel date", "cancel by",
        "cancel on", "termination date", "terminate on", "desired end date", "disconnect date", "end of contract",
        "дата окончания", "желаемая дата", "желаемая дата окончания", "запрошенная дата окончания",
        "дата расторжения", "дата отключения", "отключить с", "отключить до", "дата закрытия", "когда закончить",
        "目标日期", "终止日期", "注销日期", "希望终止日期", "期望终止日期", "申请终止日期", "结束日期", "停机日期",
        "销户日期", "截止日期", "计划注销日期",
    ),
    "reason": (
        "cancellation reason", "reason for cancellation", "termination reason", "why",
        "причина", "причина отключения", "причина расторжения", "основание",
        "原因", "注销原因", "终止原因", "理由", "销户原因",
    ),
    "assignee": (
        "assignee email", "assigned to", "assigned", "responsible", "responsible person", "responsible email",
        "manager", "case owner", "coordinator", "handled by",
        "ответственный", "исполнитель", "почта ответственного", "e-mail ответственного", "менеджер", "кому назначена",
        "负责人", "经办人", "负责人邮箱", "经办人邮箱", "处理人", "跟进人", "承办人",
    ),
}  # fmt: skip

# What Lastcall numbers, counts and derives itself. A table may have it, as our own exports do; it is not taken.
INTERNAL: tuple[str, ...] = (
    "id", "pk", "uuid", "version", "workspace", "workspace_id", "tenant", "tenant_id", "organisation_id",
    "organization_id", "sim_id", "sim", "carrier_id", "carrier_slug", "assignee_id", "owner_id", "user_id",
    "created_at", "updated_at", "created_by", "opened_by", "opened_on", "closed_on", "is_example", "is_open",
    "is_staff", "is_superuser", "is_active", "role", "rights", "search_text", "search_text_masked",
    "status", "state", "stage", "turn", "outcome", "due_on", "round", "reference", "our reference", "next action",
    "confirmed_on", "confirmed_end_date", "submitted_on", "request_number",
)  # fmt: skip
